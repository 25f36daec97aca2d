import { WebSocket } from 'ws'
import { encodeUtf8 } from '../../src/core/payload/utf8'
import type { LinkOptions } from '../../src/services/mqtt/types'
import { h5Socket } from '../../src/services/socket/socket.h5'
import { startMosquitto } from '../support/brokers/mosquitto'
import type { Broker } from '../support/brokers/types'
import { startFaultProxy } from '../support/faultProxy'
import { describeWith } from '../support/requirements'
import { Listener } from './linkSupport'

Object.assign(globalThis, { WebSocket })

const PAYLOAD = encodeUtf8('离线')

describeWith({ mosquitto: true }, 'a will that mosquitto keeps', () => {
  let broker: Broker
  let watcher: Listener
  let count = 0
  const listeners: Listener[] = []
  beforeAll(async () => {
    broker = await startMosquitto()
  })
  afterAll(() => broker.stop())

  const online = async (options: Partial<LinkOptions> & Pick<LinkOptions, 'protocolVersion'>) => {
    const listener = new Listener(h5Socket, {
      url: `${broker.wsUrl}/mqtt`,
      clientId: `will-${process.pid}-${(count += 1)}`,
      sessionExpirySeconds: 60,
      ...options,
    })
    listeners.push(listener)
    await listener.next('connected')
    return listener
  }
  const will = (name: string, delaySeconds = 0) => ({
    topic: `will/${name}`,
    payload: PAYLOAD,
    qos: 1 as const,
    retain: true,
    delaySeconds,
  })

  beforeEach(async () => {
    watcher = await online({ protocolVersion: 5 })
    const filter = { filter: 'will/#', qos: 2, noLocal: false, retainAsPublished: true, retainHandling: 2 } as const
    watcher.link.send({ cmd: 'subscribe', packetId: 1, filters: [filter] })
    await watcher.nextPacket('suback')
  })
  afterEach(() => {
    for (const { link } of listeners.splice(0)) link.close({ reasonCode: 0 })
  })

  test.each([5, 4] as const)('version %s: is sent, as it was given, when the line is cut', async (protocolVersion) => {
    const proxy = await startFaultProxy(broker.wsUrl)
    try {
      await online({ protocolVersion, url: `${proxy.url}/mqtt`, will: will('cut') })
      proxy.reset()
      const { topic, payload, qos, retain } = await watcher.nextPacket('publish')
      expect({ topic, payload, qos, retain }).toEqual({ topic: 'will/cut', payload: PAYLOAD, qos: 1, retain: true })
    } finally {
      await proxy.stop()
    }
  })

  test.each([5, 4] as const)(
    'version %s: is taken back by DISCONNECT 0x00, and sent where the socket closes without',
    async (protocolVersion) => {
      ;(await online({ protocolVersion, will: will('taken-back') })).link.close({ reasonCode: 0 })
      ;(await online({ protocolVersion, will: will('closed') })).link.close()
      expect((await watcher.nextPacket('publish')).topic).toBe('will/closed')
    },
  )

  test('MQTT 5: DISCONNECT 0x04 has it sent after its delay, unless the client is back', async () => {
    const back = { clientId: `will-back-${process.pid}`, protocolVersion: 5, cleanStart: false } as const
    ;(await online({ ...back, will: will('back', 1) })).link.close({ reasonCode: 4 })
    await online(back)
    ;(await online({ protocolVersion: 5, will: will('delayed', 2) })).link.close({ reasonCode: 4 })
    ;(await online({ protocolVersion: 5, will: will('at-once') })).link.close({ reasonCode: 4 })
    const topics = [await watcher.nextPacket('publish'), await watcher.nextPacket('publish')].map(({ topic }) => topic)
    expect(topics).toEqual(['will/at-once', 'will/delayed'])
  })
})
