import { connectAsync, type IClientOptions } from 'mqtt'
import { WebSocket } from 'ws'
import { encodeUtf8 } from '@/core/payload/utf8'
import type { OutboundPacket } from '@/core/session/packets'
import { fakeFiles } from '@/services/files/files.fake'
import { openJournal } from '@/services/journal/journal'
import { openLink } from '@/services/mqtt/link'
import { fakeNetwork } from '@/services/network/network.fake'
import { systemClock, type SessionServices } from '@/services/session/config'
import { createSocketPlaces } from '@/services/session/places'
import { createSession } from '@/services/session/session'
import type { Delivery, Session } from '@/services/session/types'
import { h5Socket } from '@/services/socket/socket.h5'
import { fakeVisibility } from '@/services/visibility/visibility.fake'
import { startMosquitto } from '../support/brokers/mosquitto'
import { startFaultProxy, type FaultProxy } from '../support/faultProxy'
import { inMs, judge, printTable, quantile } from './figures'

/**
 * How long a queue takes to leave when the connection is back, beside the least that Receive Maximum allows and beside
 * MQTT.js, which sends what it has stored one message per round trip.
 */

const MESSAGES = 1_000
const ROUNDS = 5
/** each takes a round trip */
const MQTTJS_MESSAGES = 30
const ONE_WAY_MS = 50
const RECEIVE_MAXIMUM = 200
const BUDGET = 1.2

Object.assign(globalThis, { WebSocket })

/** All that a link was given to send, oldest first. */
const wire: OutboundPacket[] = []

function servicesOn(network: SessionServices['network']): SessionServices {
  return {
    socketPort: h5Socket,
    places: createSocketPlaces(Infinity),
    openLink: (port, options, events) => {
      const link = openLink(port, options, events)
      return {
        send: (packet) => {
          wire.push(packet)
          return link.send(packet)
        },
        close: (disconnect) => link.close(disconnect),
      }
    },
    visibility: fakeVisibility(),
    network,
    openJournal: openJournal(fakeFiles()),
    clock: systemClock,
    random: Math.random,
    pausesWhenHidden: false,
    diagnose: () => Promise.resolve([]),
  }
}

function until(session: Session, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return
      stop()
      resolve()
    }
    const stop = session.onChange(look)
    look()
  })
}

const isOnline = (session: Session) => () => session.status.name === 'online'

/** From CONNACK to the last PUBACK, ms. */
async function drain(session: Session, deliveries: readonly Delivery[]): Promise<number> {
  await until(session, isOnline(session))
  const start = performance.now()
  await Promise.all(deliveries.map(({ settled }) => settled))
  return performance.now() - start
}

/** A peer that notes in which order numbers come first, and how many come again. */
async function listen(url: string, topic: string) {
  const client = await connectAsync(url, { protocolVersion: 4 })
  const seen = new Set<number>()
  let isInOrder = true
  let last = -1
  client.on('message', (_topic, payload) => {
    const number = Number(payload.toString())
    if (!seen.has(number)) {
      isInOrder &&= number === last + 1
      last = number
    }
    seen.add(number)
  })
  await client.subscribeAsync(topic, { qos: 1 })
  return {
    check(count: number): void {
      if (seen.size !== count) throw new Error(`${seen.size} of ${count} messages arrived on ${topic}`)
      if (!isInOrder) throw new Error(`out of order on ${topic}`)
    },
    leave: () => client.endAsync(true),
  }
}

const publishAll = (session: Session, topic: string): Delivery[] =>
  Array.from({ length: MESSAGES }, (_, i) => session.publish(topic, encodeUtf8(String(i)), { qos: 1, retain: false }))

/** DUP=1 stands on what was sent before, with its Packet Identifier, and on nothing else. @returns on how many */
function countResent(): number {
  const sent = new Set<string>()
  let resent = 0
  for (const packet of wire) {
    if (packet.cmd !== 'publish') continue
    const { dup, topic, payload, packetId } = packet
    const key = `${topic} ${String(payload)} ${packetId}`
    if (dup !== sent.has(key)) throw new Error(`DUP=${Number(dup)} on ${key}`)
    sent.add(key)
    if (dup) resent += 1
  }
  return resent
}

interface Drained {
  whole: number
  cut: number
  resent: number
}

async function homing(tcpUrl: string, proxy: FaultProxy): Promise<Drained> {
  const network = fakeNetwork()
  const { url } = proxy
  const session = createSession({ profileId: 'drain', url, clientId: 'drain' }, servicesOn(network))
  const peer = await listen(tcpUrl, 'drain/cut')
  try {
    session.start()
    await until(session, isOnline(session))
    const rounds: number[] = []
    for (let round = 0; round <= ROUNDS; round += 1) {
      const peer = await listen(tcpUrl, `drain/${round}`)
      network.set({ isOnline: false, type: 'none' })
      const all = publishAll(session, `drain/${round}`)
      network.set({ isOnline: true, type: 'wifi' })
      // the first one warms up
      const ms = await drain(session, all)
      if (round > 0) rounds.push(ms)
      peer.check(MESSAGES)
      await peer.leave()
    }
    const whole = quantile(rounds, 0.5)

    // the same, cut off while a window is under way
    network.set({ isOnline: false, type: 'none' })
    const again = publishAll(session, 'drain/cut')
    network.set({ isOnline: true, type: 'wifi' })
    await again[RECEIVE_MAXIMUM]?.settled
    proxy.reset()
    await until(session, () => !isOnline(session)())
    const unsettled = session.outbox.length
    const cut = await drain(session, again)
    peer.check(MESSAGES)
    const resent = countResent()
    return { whole, cut: (cut / unsettled) * MESSAGES, resent }
  } finally {
    session.dispose()
    await peer.leave()
  }
}

/** Its queue of stored messages, from CONNECT's answer to the last callback, ms. */
async function mqttjs(tcpUrl: string, proxy: FaultProxy): Promise<number> {
  const options: IClientOptions = { protocolVersion: 5, clean: false, clientId: 'mqttjs', reconnectPeriod: 100 }
  const peer = await listen(tcpUrl, 'drain/mqttjs')
  const client = await connectAsync(proxy.url, { ...options, properties: { sessionExpiryInterval: 3600 } })
  try {
    const closed = new Promise((resolve) => client.once('close', () => resolve(undefined)))
    client.stream.destroy()
    await closed
    const connack = new Promise<number>((resolve) =>
      client.on('packetreceive', ({ cmd }) => cmd === 'connack' && resolve(performance.now())),
    )
    const all = Array.from({ length: MQTTJS_MESSAGES }, (_, i) =>
      client.publishAsync('drain/mqttjs', `${i}`, { qos: 1 }),
    )
    const start = await connack
    await Promise.all(all)
    peer.check(MQTTJS_MESSAGES)
    return performance.now() - start
  } finally {
    await client.endAsync(true)
    await peer.leave()
  }
}

async function main(): Promise<void> {
  // saving after every packet, the broker would be what is measured
  const broker = await startMosquitto({ mosquittoConfig: ['autosave_on_changes false', 'autosave_interval 1800'] })
  const proxy = await startFaultProxy(broker.wsUrl)
  proxy.latency(ONE_WAY_MS)
  try {
    const { whole, cut, resent } = await homing(broker.tcpUrl, proxy)
    const other = ((await mqttjs(broker.tcpUrl, proxy)) / MQTTJS_MESSAGES) * MESSAGES
    const least = (MESSAGES / RECEIVE_MAXIMUM) * 2 * ONE_WAY_MS
    const row = (what: string, ms: number) => [what, inMs(ms), `${(ms / least).toFixed(2)} ×`]
    printTable(
      [`${MESSAGES} at QoS 1, ${2 * ONE_WAY_MS} ms round trip`, 'ms', 'to the least'],
      [
        row(`least: Receive Maximum ${RECEIVE_MAXIMUM} a round trip`, least),
        row(`Homing, queued (median of ${ROUNDS})`, whole),
        row(`Homing, cut off: ${resent} again with DUP=1`, cut),
        row(`MQTT.js (of ${MQTTJS_MESSAGES})`, other),
      ],
    )
    judge('a queue to the least', whole / least, BUDGET, ' ×')
  } finally {
    await proxy.stop()
    await broker.stop()
  }
}

void main()
