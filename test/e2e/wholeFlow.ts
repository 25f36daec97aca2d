import type { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import type { Broker } from '../support/brokers/types'

/**
 * Everything the message page is for, from the devices' messages to a broker that goes and comes back. The page is
 * open, connected, and has subscribed to the devices' topics.
 * @param command what is typed and sent
 */
export async function wholeFlow(journeys: Journeys, broker: Broker, command: string): Promise<void> {
  await journeys.sees('temp')
  // four alarms come in turn, and the first may have come before anybody listened
  await journeys.sees('补光灯 3 过流', 40_000)

  const peer = await Peer.join(broker.tcpUrl, 'greenhouse/#')
  await peer.publish('greenhouse/1/alarm', '{"msg":"龘靐齉 · 𠮷野家 · 🌱👨‍👩‍👧"}')
  await journeys.sees('龘靐齉 · 𠮷野家 · 🌱👨‍👩‍👧')
  await journeys.publish('greenhouse/1/cmd/fan', command)
  expect(await peer.next('greenhouse/1/cmd/fan')).toBe(command)
  await journeys.sees('已确认')
  await peer.leave()

  await broker.kill()
  await journeys.isNoLongerOnline()
  await broker.restart()
  await journeys.isOnline()
  const again = await Peer.join(broker.tcpUrl)
  await again.publish('greenhouse/1/alarm', '{"msg":"又通了"}')
  await journeys.sees('又通了')
  await again.leave()
}
