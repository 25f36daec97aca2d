import { wordsOf } from './people'
import type { World } from './types'
import { hourMs } from './when'

const stepMs = 40_000
/** nobody looks at the phone: its network is gone meanwhile */
const awayFromMs = 41 * 60_000
const awayUntilMs = 48 * 60_000

/** JPEG as a camera sends it: its head, then noise. */
const snapshot = (bytes: number) => {
  const picture = Buffer.alloc(bytes)
  for (let i = 0; i < bytes; i += 1) picture[i] = (i * 73 + (i >> 3)) & 0xff
  Buffer.from('ffd8ffe000104a46494600010100', 'hex').copy(picture)
  return picture
}

const wave = (minutes: number, middle: number, swing: number) =>
  middle + swing * Math.sin(minutes / 9) + (swing / 4) * Math.sin(minutes * 1.7) + (swing / 9) * Math.sin(minutes * 5.3)

/** What the sensors say so many minutes into the hour. */
export function climate(minutes: number, n: number): string {
  const temp = wave(minutes, 24.1, 1.2).toFixed(1)
  const hum = wave(minutes + 20, 61.2, 2.4).toFixed(1)
  const co2 = Math.round(wave(minutes + 7, 806, 22))
  const lux = Math.round(wave(minutes + 3, 1_180, 40))
  const rssi = -61 + (n % 5)
  return `{"temp":${temp},"hum":${hum},"co2":${co2},"lux":${lux},"dev":{"id":"gw-02","fw":"2.4.1","rssi":${rssi}},"n":${n}}`
}

/** What a device adds in MQTT 5. */
export const json = {
  properties: {
    contentType: 'application/json',
    responseTopic: 'greenhouse/1/env/ack',
    userProperties: { fw: '2.4.1' },
  },
}

/** An hour of a greenhouse, at the pace of the app's clock: with an absence, and somebody who sends commands. */
export async function liveThroughAnHour(world: World): Promise<void> {
  const { cast, journeys } = world
  const w = wordsOf(world.language)
  await cast.say('greenhouse/1/dev/gw-02/status', '{"online":true,"fw":"2.4.1"}', { retain: true })
  await cast.say('esp32/board/beat', '{"up":86411,"rssi":-61}', { retain: true, qos: 0 })
  await world.visit('pages/messages/index?profile=greenhouse')
  await journeys.isOnline()
  await world.heard('gw-02/status')
  let isAway = false
  for (let ms = 0, n = 1; ms < hourMs - stepMs; ms += stepMs, n += 1) {
    if (!isAway && ms >= awayFromMs && ms < awayUntilMs) {
      isAway = true
      cast.network.refuse(true)
      cast.network.reset()
      await journeys.isNoLongerOnline()
      for (const lv of [1, 2, 3, 1, 2, 3])
        await cast.say('greenhouse/2/alarm', `{"code":"W-117","lv":${lv},"msg":"${w.valve}"}`)
    }
    if (isAway && ms >= awayUntilMs) {
      isAway = false
      cast.network.heal()
      // after a minute of failures the next attempt may be half a minute away
      await world.skip(31_000)
      await journeys.isOnline()
    }
    const payload = climate(ms / 60_000, n)
    await cast.say('greenhouse/1/env', payload, { qos: 0, ...json })
    if (!isAway) await world.heard(`"n":${n}}`)
    if (n === 40) await cast.say('greenhouse/1/alarm', `{"code":"E-204","lv":2,"msg":"${w.overload}"}`)
    await world.skip(stepMs)
  }
  await lastMinute(world)
}

/** Its last minute alone: where the list and its charts do not matter. */
export async function liveThroughAMinute(world: World): Promise<void> {
  await world.visit('pages/messages/index?profile=greenhouse')
  await world.journeys.isOnline()
  await lastMinute(world)
}

/** What stands at the end of the list, as in the design. */
async function lastMinute(world: World): Promise<void> {
  const { cast, journeys, t } = world
  const w = wordsOf(world.language)
  await journeys.publish('greenhouse/1/cmd/valve', '{"open":true}')
  await journeys.sees('0x87')
  // mosquitto 2.0.11 ends the WebSocket of a client that it refuses a message
  await journeys.sees(t('gap.nothingNew'))
  await journeys.isOnline()
  await world.skip(20_000)
  await cast.say('greenhouse/1/alarm', `{"code":"E-204","lv":2,"msg":"${w.overload}"}`)
  await cast.say('greenhouse/1/env', climate(61, 900), { qos: 0, ...json })
  await world.heard('"n":900}')
  await world.skip(2_000)
  await cast.say('greenhouse/1/env', climate(61.4, 901), { qos: 0, ...json })
  await world.heard('"n":901}')
  await world.skip(2_000)
  // nothing is leapt over from here on: a command is followed by a ping, which must be answered within two seconds
  await journeys.publish('greenhouse/1/cmd/fan', '{"fan":2,"speed":60}')
  await journeys.sees(t('sent.acknowledged', { ms: '' }).split(' ')[0] ?? '')
  await cast.say('greenhouse/1/dev/fan-2/state', '{"fan":2,"speed":60,"ack":true}')
  await cast.say('greenhouse/1/cam/snap', snapshot(49_357), { qos: 0 })
  await cast.say('greenhouse/1/env', climate(61.7, 902), { qos: 0, ...json })
  await world.heard('"n":902}')
}
