import { Journeys } from './journeys'
import { Peer } from './peer'
import { phoneWith } from './storedProfile'
import type { Broker } from '../brokers/types'
import { startWeapp, type WeappHost } from '../weapp-host'
import { built } from './build'

export interface LoadCost {
  messages: number
  /** of the app's clock */
  seconds: number
  calls: number
  bytes: number
  /** bytes of the greatest call since the page was opened */
  largest: number
}

/** A phone whose message page follows what a peer sends at a rate. */
export interface LoadedPhone {
  readonly phone: WeappHost
  /** Sends at a steady rate, each message acknowledged to the peer, and counts `setData` meanwhile. */
  load(perSecond: number, messages: number): Promise<LoadCost>
  /** The app leaves the front, and what it was drawing is drawn; the system leaves its sockets alone. */
  hide(): Promise<void>
  stop(): Promise<void>
}

/** Online, with its message page in front. */
export async function loadedPhone(broker: Broker): Promise<LoadedPhone> {
  const filter = { filter: 'load/#', qos: 0, alias: '', color: 0, isEnabled: true } as const
  const storage = phoneWith({
    id: 'load',
    url: broker.wsUrl,
    protocolVersion: broker.kind === 'mosquitto' ? 5 : 4,
    subscriptions: [filter],
  })
  const phone = await startWeapp({ directory: built('weapp'), storage, url: 'pages/messages/index?profile=load' })
  const peer = await Peer.join(broker.tcpUrl)
  await new Journeys(phone.view, 'zh-CN').isOnline()
  let last = 0
  const load = async (perSecond: number, messages: number): Promise<LoadCost> => {
    const start = performance.now()
    const before = phone.page().setData
    for (let sent = 0; sent < messages;) {
      last += 1
      sent += 1
      const reading = { n: last, temp: 20 + (last % 50) / 10, hum: 61, note: '三号温室 · 读数正常' }
      await peer.publish(`load/${last % 3}`, JSON.stringify(reading))
      const dueMs = (sent * 1000) / perSecond - (performance.now() - start)
      if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs))
    }
    const { calls, bytes, largest } = phone.page().setData
    const seconds = (performance.now() - start) / 1000
    return { messages, seconds, calls: calls - before.calls, bytes: bytes - before.bytes, largest }
  }
  return {
    phone,
    load,
    async hide() {
      phone.hide({ killAfterMs: Infinity })
      await phone.advance(10)
    },
    async stop() {
      await peer.leave()
      await phone.dispose()
    },
  }
}
