import { once } from 'node:events'
import { connectAsync, type MqttClient } from 'mqtt'
import { WebSocket } from 'ws'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { packetsIn } from '../support/app/packets'
import { phoneWith } from '../support/app/storedProfile'
import { startMosquitto } from '../support/brokers/mosquitto'
import { startWeapp, type WeappHost } from '../support/weapp-host'
import { startGateway } from './gateway'
import { inMs, judge, printTable, quantile } from './figures'

/**
 * From the app's return to the front until its session is there again, beside the least that any client needs for it
 * and beside MQTT.js's own reconnect. The app's session is kept, so CONNACK with Session Present 1 means subscribed.
 */

const ROUNDS = Number(process.env.ROUNDS ?? 200)
/** each takes a second */
const MQTTJS_ROUNDS = 10
const BUDGET = 1.5

/** CONNECT of MQTT 5: Clean Start, keep alive 60 s, no properties, client ID `bare`. */
const BARE_CONNECT = Uint8Array.from([16, 17, 0, 4, 77, 81, 84, 84, 5, 2, 0, 60, 0, 0, 4, 98, 97, 114, 101])

async function bareRound(url: string): Promise<number> {
  const start = performance.now()
  const socket = new WebSocket(url, 'mqtt', { perMessageDeflate: false })
  socket.on('open', () => socket.send(BARE_CONNECT))
  const [connack] = (await once(socket, 'message')) as [Buffer]
  const ms = performance.now() - start
  if (connack[0] !== 0x20 || connack[3] !== 0) throw new Error(`no CONNACK: ${connack.toString('hex')}`)
  socket.close()
  await once(socket, 'close')
  return ms
}

/** Looks at every turn of the event loop: the wire tells nobody what it records. */
async function turnsUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

async function homingRound(phone: WeappHost): Promise<number> {
  phone.hide({ sockets: 'loud' })
  await phone.advance(60_000)
  const before = phone.sockets.length
  const start = performance.now()
  const showing = phone.show()
  await turnsUntil(() => phone.sockets.slice(before).some((s) => s.frames.some((f) => f.direction === 'received')))
  const ms = performance.now() - start
  await showing
  const socket = phone.sockets[before]
  const [connack] = packetsIn(socket?.received ?? new Uint8Array())
  if (connack?.cmd !== 'connack' || !connack.sessionPresent) throw new Error('the session was not resumed')
  // what the app does on its return is over, and a short connection is none to be worried about
  await phone.view.until((text) => text.includes('会话已恢复'))
  await phone.advance(15_000)
  const sent = packetsIn(socket?.sent ?? new Uint8Array()).map(({ cmd }) => cmd)
  if (sent.filter((cmd) => cmd === 'connect' || cmd === 'subscribe').length !== 1)
    throw new Error(`sent ${sent.join()}`)
  return ms
}

/** From the loss of its socket until it is connected and subscribed. */
async function mqttjsRound(client: MqttClient): Promise<number> {
  const subscribed = new Promise<void>((resolve) => {
    const look = ({ cmd }: { cmd: string }) => {
      if (cmd !== 'suback') return
      client.off('packetreceive', look)
      resolve()
    }
    client.on('packetreceive', look)
  })
  const start = performance.now()
  client.stream.destroy()
  await subscribed
  return performance.now() - start
}

/** All three by turns at one address, so that whatever loads the machine loads them alike. */
async function compare(name: string, url: string, rounds: number): Promise<number> {
  const filter = { filter: 'show/#', qos: 1, alias: '', color: 0, isEnabled: true } as const
  const storage = phoneWith({ id: 'show', url, subscriptions: [filter] })
  const phone = await startWeapp({ directory: built('weapp'), storage, url: 'pages/messages/index?profile=show' })
  const client = await connectAsync(url, { protocolVersion: 5 })
  try {
    await new Journeys(phone.view, 'zh-CN').isOnline()
    await client.subscribeAsync('show/#', { qos: 1 })
    const bare: number[] = []
    const homing: number[] = []
    const mqttjs: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await bareRound(url))
      homing.push(await homingRound(phone))
      if (round % (rounds / MQTTJS_ROUNDS) < 1) mqttjs.push(await mqttjsRound(client))
    }
    const median = quantile(bare, 0.5)
    const row = (what: string, values: number[]) => {
      const p50 = quantile(values, 0.5)
      return [what, String(values.length), inMs(p50), inMs(quantile(values, 0.99)), `${(p50 / median).toFixed(2)} ×`]
    }
    printTable(
      [name, 'rounds', 'p50', 'p99', 'p50 to bare'],
      [
        row('bare WebSocket, CONNECT, CONNACK', bare),
        row('Homing, connected and subscribed', homing),
        row('MQTT.js, its own reconnect', mqttjs),
      ],
    )
    return quantile(homing, 0.5) / median
  } finally {
    await client.endAsync(true)
    await phone.dispose()
  }
}

async function main(): Promise<void> {
  const broker = await startMosquitto()
  const gateway = await startGateway(broker.tcpPort)
  try {
    const fast = await compare('mosquitto behind a gateway', gateway.url, ROUNDS)
    const slow = await compare('mosquitto, its own WebSockets', broker.wsUrl, ROUNDS / 4)
    judge('median behind the gateway to the bare one', fast, BUDGET, ' ×')
    judge('median at its own WebSockets to the bare one', slow, BUDGET, ' ×')
  } finally {
    await gateway.stop()
    await broker.stop()
  }
}

void main()
