import { connectAsync, type MqttClient } from 'mqtt'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { phoneWith } from '../support/app/storedProfile'
import { startMosquitto } from '../support/brokers/mosquitto'
import { startFaultProxy, type FaultProxy } from '../support/faultProxy'
import { startWeapp, type WeappHost } from '../support/weapp-host'
import { inSeconds, judge, printTable } from './figures'

/**
 * The peer falls silent and nothing tells of it: from the moment at which the app could ask until it is online no
 * more. In real time, all cases at once. MQTT.js has no notion of a return to the front or of a change of network:
 * it is there for a message sent and for idleness, with the same keep alive.
 */

const KEEP_ALIVE_SECONDS = 20
const NOTICED_WITHIN_MS = 3_000
const IDLE_KEEP_ALIVES = 1.5

interface App {
  phone: WeappHost
  journeys: Journeys
  proxy: FaultProxy
}

/** Each falls silent, and does what should make the app notice. @returns when it did */
const cases = {
  async show({ phone, proxy }: App) {
    phone.hide({ killAfterMs: Infinity })
    // short enough that the connection is kept: after a longer absence there is a new one at once
    await phone.advance(2_000)
    proxy.blackhole('both')
    const start = performance.now()
    await phone.show()
    return start
  },
  network({ phone, proxy }: App) {
    proxy.blackhole('both')
    phone.network({ isConnected: true, networkType: '4g', sockets: 'alive' })
    return Promise.resolve(performance.now())
  },
  async send({ phone, journeys, proxy }: App) {
    proxy.blackhole('both')
    const frames = phone.frames.length
    await journeys.publish('into/the/hole', 'anybody there?')
    await phone.view.until(() => phone.frames.length > frames)
    return performance.now() - (phone.now() - (phone.frames[frames]?.atMs ?? NaN))
  },
  idle({ proxy }: App) {
    proxy.blackhole('both')
    return Promise.resolve(performance.now())
  },
}

/** @returns ms until the app has given the connection up */
async function homing(url: string, name: keyof typeof cases): Promise<number> {
  const proxy = await startFaultProxy(url)
  const storage = phoneWith({ id: name, url: proxy.url, keepAliveSeconds: KEEP_ALIVE_SECONDS })
  const phone = await startWeapp({ directory: built('weapp'), storage, url: `pages/messages/index?profile=${name}` })
  try {
    const journeys = new Journeys(phone.view, 'zh-CN')
    await journeys.isOnline()
    const before = phone.sockets.length
    const start = await cases[name]({ phone, journeys, proxy })
    const isGivenUp = () => phone.sockets.length > before || phone.sockets[before - 1]?.state === 'closed'
    await phone.view.until(isGivenUp, 2 * KEEP_ALIVE_SECONDS * 1_000)
    return performance.now() - start
  } finally {
    await phone.dispose()
    await proxy.stop()
  }
}

/** @returns ms until MQTT.js says that it is closed */
async function mqttjs(url: string, act: (client: MqttClient) => void): Promise<number> {
  const proxy = await startFaultProxy(url)
  const client = await connectAsync(proxy.url, { protocolVersion: 5, keepalive: KEEP_ALIVE_SECONDS })
  try {
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    const start = performance.now()
    proxy.blackhole('both')
    act(client)
    await closed
    return performance.now() - start
  } finally {
    await client.endAsync(true)
    await proxy.stop()
  }
}

async function main(): Promise<void> {
  const broker = await startMosquitto()
  try {
    const url = broker.wsUrl
    const [show, network, send, idle, jsSend, jsIdle] = await Promise.all([
      homing(url, 'show'),
      homing(url, 'network'),
      homing(url, 'send'),
      homing(url, 'idle'),
      mqttjs(url, (client) => client.publish('into/the/hole', 'anybody there?', { qos: 1 }, () => undefined)),
      mqttjs(url, () => undefined),
    ])
    const row = (what: string, own: number, other: number) => {
      return [what, inSeconds(own), inSeconds(other), `${(other / own).toFixed(1)} ×`]
    }
    printTable(
      [`silent peer, keep alive ${KEEP_ALIVE_SECONDS} s, noticed after`, 'Homing', 'MQTT.js', 'MQTT.js to Homing'],
      [
        row('back to the front', show, jsIdle),
        row('the network has changed', network, jsIdle),
        row('a message is sent', send, jsSend),
        row('nothing happens', idle, jsIdle),
      ],
    )
    judge('back to the front', show / 1000, NOTICED_WITHIN_MS / 1000, ' s')
    judge('the network has changed', network / 1000, NOTICED_WITHIN_MS / 1000, ' s')
    judge('a message is sent', send / 1000, NOTICED_WITHIN_MS / 1000, ' s')
    judge('nothing happens, in keep alives', idle / 1000 / KEEP_ALIVE_SECONDS, IDLE_KEEP_ALIVES, ' ×')
  } finally {
    await broker.stop()
  }
}

void main()
