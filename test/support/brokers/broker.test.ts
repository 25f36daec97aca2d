import { existsSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { describeWith } from '../requirements'
import { startAedes } from './aedes'
import { startBroker } from './broker'
import { startMosquitto } from './mosquitto'
import { isListening } from './ports'
import type { Broker, BrokerOptions } from './types'

const LOGIN = { username: '温室', password: 'p:ä ß' }

function nextMessage(client: MqttClient): Promise<{ topic: string; text: string }> {
  return new Promise((resolve) =>
    client.once('message', (topic, payload) => resolve({ topic, text: payload.toString() })),
  )
}

const once311 = { protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 5000 } as const

function behavesAsBroker(start: (options?: BrokerOptions) => Promise<Broker>): void {
  let broker: Broker | undefined
  const clients: MqttClient[] = []
  const join = async (url: string, options: IClientOptions) => {
    const client = await connectAsync(url, options)
    clients.push(client)
    return client
  }
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.endAsync(true)))
    await broker?.stop()
    broker = undefined
  })

  test('what is published over TCP arrives over WebSocket, on any path', async () => {
    broker = await start()
    const listener = await join(`${broker.wsUrl}/any/path`, once311)
    await listener.subscribeAsync('a/+', { qos: 1 })
    const arrived = nextMessage(listener)
    const sender = await join(broker.tcpUrl, once311)
    await sender.publishAsync('a/b', '补光灯 3 过流', { qos: 1 })
    expect(await arrived).toEqual({ topic: 'a/b', text: '补光灯 3 过流' })
  })

  test('a login is asked for over both listeners', async () => {
    broker = await start({ login: LOGIN })
    const { tcpUrl, wsUrl } = broker
    for (const url of [tcpUrl, wsUrl]) {
      await expect(connectAsync(url, once311)).rejects.toThrow(/refused/i)
      await expect(connectAsync(url, { ...once311, ...LOGIN, password: 'wrong' })).rejects.toThrow(/refused/i)
      await join(url, { ...once311, ...LOGIN })
    }
  })

  test('killed, its ports are closed; restarted, it is back on the same ones', async () => {
    broker = await start()
    const { wsUrl, wsPort, tcpPort } = broker
    await broker.kill('SIGKILL')
    expect([await isListening(wsPort), await isListening(tcpPort)]).toEqual([false, false])
    await broker.restart()
    expect(broker.wsUrl).toBe(wsUrl)
    await join(wsUrl, once311)
  })

  test('stop closes the ports and may be called twice', async () => {
    broker = await start()
    await broker.stop()
    await broker.stop()
    expect([await isListening(broker.wsPort), await isListening(broker.tcpPort)]).toEqual([false, false])
  })
}

describe('aedes', () => behavesAsBroker(startAedes))

describeWith({ mosquitto: true }, 'mosquitto', () => {
  behavesAsBroker(startMosquitto)

  test('keeps a session and what is queued for it over a restart', async () => {
    const broker = await startMosquitto()
    const kept = { ...once311, clientId: 'kept', clean: false }
    const first = await connectAsync(broker.tcpUrl, kept)
    await first.subscribeAsync('a', { qos: 1 })
    await first.endAsync()
    const sender = await connectAsync(broker.tcpUrl, once311)
    await sender.publishAsync('a', 'while away', { qos: 1 })
    await sender.endAsync()
    await broker.restart()
    // the handler stands before the first byte comes
    const again = connect(broker.wsUrl, kept)
    expect(await nextMessage(again)).toEqual({ topic: 'a', text: 'while away' })
    await again.endAsync(true)
    await broker.stop()
  })

  test('speaks MQTT 5 and announces a wide window', async () => {
    const broker = await startMosquitto()
    const client = connect(broker.wsUrl, { protocolVersion: 5, reconnectPeriod: 0 })
    const receiveMaximum = await new Promise((resolve) =>
      client.once('connect', (connack) => resolve(connack.properties?.receiveMaximum)),
    )
    expect(receiveMaximum).toBe(200)
    await client.endAsync(true)
    await broker.stop()
  })

  test('leaves no folder behind', async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('homing-mosquitto-'))
    const before = new Set(folders())
    const broker = await startMosquitto()
    const own = folders().find((name) => !before.has(name))
    await broker.stop()
    expect(own).toBeDefined()
    expect(existsSync(`${tmpdir()}/${own}`)).toBe(false)
  })

  test('says what was wrong when it does not start', async () => {
    await expect(startMosquitto({ mosquittoConfig: ['no_such_setting 1'] })).rejects.toThrow(/no_such_setting/)
  })
})

describe('startBroker', () => {
  const { PATH, MOSQUITTO_PATH, HOMING_REQUIRE_BROKER } = process.env
  const restore = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  afterEach(() => {
    restore('PATH', PATH)
    restore('MOSQUITTO_PATH', MOSQUITTO_PATH)
    restore('HOMING_REQUIRE_BROKER', HOMING_REQUIRE_BROKER)
  })

  test('takes the mosquitto it is told of, and says when that is none', async () => {
    process.env.MOSQUITTO_PATH = '/no/such/mosquitto'
    await expect(startBroker()).rejects.toThrow(/ENOENT/)
  })
})
