import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type ClientRequest, get, request, type IncomingMessage } from 'node:http'
import { createServer, type Server } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import { connectAsync, type IPublishPacket, type MqttClient } from 'mqtt'
import { WebSocket } from 'ws'
import { markBuilt } from '../../scripts/start/buildPage'
import { type Demo, type DemoOptions, startDemo } from '../../scripts/start/startDemo'
import { isListening } from '../support/brokers/ports'

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: string
}

async function answerOf(sent: ClientRequest): Promise<Answer> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }
}

/** `rawPath` goes out as it is: `fetch` would tidy it up. */
const fetchRaw = (url: string, rawPath: string, headers: Record<string, string> = {}) =>
  answerOf(get({ host: '127.0.0.1', port: new URL(url).port, path: rawPath, headers, agent: false }))

const portOf = (url: string) => Number(new URL(url).port)

let folder: string
let distDir: string
let demo: Demo | undefined
const clients: MqttClient[] = []
const servers: Server[] = []
const said: string[] = []

const start = async (options: Partial<DemoOptions> = {}) => {
  const quick = { environmentMs: 50, firstAlarmMs: 100, alarmMs: 200, pictureMs: 100 }
  const print = (text: string) => said.push(text)
  demo = await startDemo({
    port: 0,
    host: '127.0.0.1',
    devices: true,
    distDir,
    print,
    pace: quick,
    seed: 1,
    ...options,
  })
  return demo
}

const join = async (url: string) => {
  const client = await connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 5000 })
  clients.push(client)
  return client
}

/** The first message on `topic` that arrives after subscribing. */
async function firstOn(client: MqttClient, topic: string): Promise<{ payload: Buffer; packet: IPublishPacket }> {
  const arrived = new Promise<{ payload: Buffer; packet: IPublishPacket }>((resolve) =>
    client.on('message', (of, payload, packet) => of === topic && resolve({ payload, packet })),
  )
  await client.subscribeAsync(topic, { qos: 1 })
  return arrived
}

const json = (payload: Buffer) => JSON.parse(payload.toString()) as unknown

const occupy = async (port = 0) => {
  const server = createServer().listen(port, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return (server.address() as { port: number }).port
}

beforeEach(() => {
  said.length = 0
  folder = mkdtempSync(path.join(tmpdir(), 'homing-start-'))
  distDir = path.join(folder, 'dist', 'h5')
  mkdirSync(path.join(distDir, 'js'), { recursive: true })
  writeFileSync(path.join(distDir, 'index.html'), '<title>归信</title>')
  writeFileSync(path.join(distDir, 'js', 'app.0123abcd.js'), '0123456789')
  writeFileSync(path.join(folder, 'dist', 'secret.txt'), 'secret')
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)))
  await demo?.stop()
  demo = undefined
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
  rmSync(folder, { recursive: true, force: true })
})

describe('the page', () => {
  test('is served with types, and with caching only for names that carry a hash', async () => {
    const { url } = await start({ devices: false })
    const page = await fetchRaw(url, '/')
    expect(page).toMatchObject({ status: 200, body: '<title>归信</title>' })
    expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
    const script = await fetchRaw(url, '/js/app.0123abcd.js?x=1')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['cache-control']).toMatch(/immutable/)
    const again = await fetchRaw(url, '/', { 'if-none-match': page.headers.etag ?? '' })
    expect(again).toMatchObject({ status: 304, body: '' })
  })

  test('answers ranges', async () => {
    const { url } = await start({ devices: false })
    const part = await fetchRaw(url, '/js/app.0123abcd.js', { range: 'bytes=2-4' })
    expect(part).toMatchObject({ status: 206, body: '234' })
    expect(part.headers['content-range']).toBe('bytes 2-4/10')
    expect(await fetchRaw(url, '/js/app.0123abcd.js', { range: 'bytes=10-' })).toMatchObject({ status: 416 })
  })

  test.each([
    ['/../secret.txt'],
    ['/%2e%2e/secret.txt'],
    ['/..%2fsecret.txt'],
    ['/js/..%5c..%5csecret.txt'],
    ['/link.txt'],
    ['/%'],
    ['/%00'],
    ['/none.js'],
    ['/js/'],
    ['//etc/passwd'],
  ])('%s is not found', async (rawPath) => {
    symlinkSync(path.join(folder, 'dist', 'secret.txt'), path.join(distDir, 'link.txt'))
    const { url } = await start({ devices: false })
    expect(await fetchRaw(url, rawPath)).toMatchObject({ status: 404, body: 'Not found' })
  })

  test('is only read', async () => {
    const { url } = await start({ devices: false })
    const sent = request({ host: '127.0.0.1', port: portOf(url), method: 'POST', agent: false })
    sent.end('x')
    expect(await answerOf(sent)).toMatchObject({ status: 405 })
  })
})

test('homing.json is the ready profile', async () => {
  const { url } = await start({ devices: false })
  const { headers, body } = await fetchRaw(url, '/homing.json')
  expect(headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  expect(JSON.parse(body)).toMatchObject({
    ...{ version: 1, id: 'demo', name: { 'zh-CN': '温室演示', en: 'Greenhouse demo' }, address: '/mqtt' },
    ...{ protocolVersion: 4, publish: { topic: 'greenhouse/1/cmd/fan', payload: '{"fan":2,"speed":60}', qos: 1 } },
  })
})

describe('the devices', () => {
  test('tell climate, status, alarm and picture over WebSocket on the port of the page', async () => {
    const { url } = await start()
    const client = await join(`${url.replace('http', 'ws')}mqtt`)
    const climate = json((await firstOn(client, 'greenhouse/1/env')).payload) as Record<string, unknown>
    expect(Object.entries(climate).map(([name, value]) => `${name} ${typeof value}`)).toEqual(
      ['temp', 'hum', 'co2', 'lux'].map((name) => `${name} number`),
    )

    const picture = await firstOn(client, 'greenhouse/1/cam/snap')
    expect(picture.payload.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')

    const alarm = await firstOn(client, 'greenhouse/1/alarm')
    expect(json(alarm.payload)).toMatchObject({ msg: expect.stringMatching(/[\u4e00-\u9fff]/) as string })
    expect(alarm.packet.qos).toBe(1)

    const status = await firstOn(client, 'greenhouse/1/dev/gw-02/status')
    expect(json(status.payload)).toEqual({ online: true, fw: '2.4.1' })
    expect(status.packet.retain).toBe(true)
  })

  test('obey a command over TCP, and say what is wrong with a bad one', async () => {
    const { tcpPort } = await start()
    const client = await join(`mqtt://127.0.0.1:${tcpPort}`)
    const answers: { ack: boolean }[] = []
    client.on('message', (_topic, payload) => answers.push(json(payload) as { ack: boolean }))
    await client.subscribeAsync('greenhouse/1/dev/fan-2/state', { qos: 1 })
    // nothing tells from outside when the fan's own subscription stands: ask until it answers
    const ask = () => client.publish('greenhouse/1/cmd/fan', '{"fan":2,"speed":60}', { qos: 1 })
    ask()
    const asking = setInterval(ask, 100)
    await until(() => answers.length > 0, client)
    clearInterval(asking)
    expect(answers[0]).toEqual({ fan: 2, speed: 60, ack: true })
    await client.publishAsync('greenhouse/1/cmd/fan', '快一点', { qos: 1 })
    await until(() => answers.some(({ ack }) => !ack), client)
    expect(answers).toContainEqual({ ack: false, error: 'not JSON; expected {"fan":2,"speed":60}' })
  })

  test('go to a broker of your own over WebSocket, and clear the retained status when they leave', async () => {
    const own = await startDemo({ port: 0, host: '127.0.0.1', devices: false, distDir, print: () => undefined })
    try {
      const broker = `${own.url.replace('http', 'ws')}mqtt`
      const { url, tcpPort } = await start({ broker })
      expect(tcpPort).toBeUndefined()
      expect(JSON.parse((await fetchRaw(url, '/homing.json')).body)).toMatchObject({
        address: broker,
        protocolVersion: 5,
      })
      const client = await join(broker)
      const topic = 'greenhouse/1/dev/gw-02/status'
      expect(json((await firstOn(client, topic)).payload)).toEqual({ online: true, fw: '2.4.1' })
      const cleared = new Promise((resolve) =>
        client.on('message', (_, payload) => payload.length === 0 && resolve(true)),
      )
      await demo?.stop()
      demo = undefined
      expect(await cleared).toBe(true)
      await client.endAsync(true)
    } finally {
      await own.stop()
    }
  })
})

/** Resolves at the first message after which `isTrue`. */
function until(isTrue: () => boolean, client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isTrue()) return
      client.off('message', look)
      resolve()
    }
    client.on('message', look)
    look()
  })
}

describe('the WebSocket', () => {
  test('speaks the sub-protocol mqtt', async () => {
    const { url } = await start({ devices: false })
    const socket = new WebSocket(`${url.replace('http', 'ws')}mqtt`, ['other', 'mqtt'])
    await once(socket, 'open')
    expect(socket.protocol).toBe('mqtt')
    socket.terminate()
  })

  test('on another path is refused with 404', async () => {
    const { url } = await start({ devices: false })
    const socket = new WebSocket(`${url.replace('http', 'ws')}other`, 'mqtt')
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toMatch(/404/)
  })
})

describe('ports', () => {
  test('that are taken are answered by the next free ones, in words', async () => {
    const taken = await occupy()
    const { url, tcpPort } = await start({ port: taken, tcpPort: taken, devices: false })
    expect(portOf(url)).toBeGreaterThan(taken)
    expect(tcpPort).toBeGreaterThan(taken)
    expect(said.join('\n')).toContain(`Port ${taken} is taken: using ${portOf(url)}.`)
    expect(said.join('\n')).toContain(`Port ${taken} is taken: MQTT over TCP uses ${tcpPort}.`)
  })

  test('on every address: one taken on loopback only counts as taken', async () => {
    const taken = await occupy()
    const { url } = await start({ port: taken, tcpPort: 0, host: '0.0.0.0', devices: false })
    expect(portOf(url)).toBeGreaterThan(taken)
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((info) => info?.family === 'IPv4' && !info.internal)
    expect(demo?.lanUrls).toHaveLength(others.length)
  })

  test('are closed by stop, with clients connected', async () => {
    const { url, tcpPort } = await start()
    const client = await join(`${url.replace('http', 'ws')}mqtt`)
    const dropped = new Promise<void>((resolve) => client.once('close', () => resolve()))
    await demo?.stop()
    demo = undefined
    await dropped
    expect([await isListening(portOf(url)), await isListening(tcpPort ?? 0)]).toEqual([false, false])
  })
})

describe('npm start as a process', () => {
  const root = path.resolve(__dirname, '..', '..')
  let child: ChildProcess | undefined
  afterEach(() => child?.kill('SIGKILL'))

  /** A checkout with this project's scripts and packages, whose page is built already. */
  const checkout = () => {
    cpSync(path.join(root, 'scripts'), path.join(folder, 'scripts'), { recursive: true })
    cpSync(path.join(root, 'package.json'), path.join(folder, 'package.json'))
    // what is installed is what is wanted: a newer lock would be installed through the link, which empties what it leads to
    cpSync(path.join(root, 'node_modules', '.package-lock.json'), path.join(folder, 'package-lock.json'))
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
    markBuilt(folder)
  }
  const run = (...args: string[]) => {
    const started = fork(path.join(folder, 'scripts', 'start.mjs'), args, { silent: true, execArgv: [] })
    child = started
    let output = ''
    for (const stream of [started.stdout, started.stderr]) stream?.on('data', (text) => (output += String(text)))
    return { started, output: () => output }
  }

  test.each(['SIGINT', 'SIGTERM'] as const)('serves, and %s ends it with code 0 and nothing left', async (signal) => {
    checkout()
    const { started, output } = run('--port', '0', '--host', '127.0.0.1')
    const [{ url, tcpPort }] = (await once(started, 'message')) as [{ url: string; tcpPort: number }]
    expect(await fetchRaw(url, '/')).toMatchObject({ status: 200, body: '<title>归信</title>' })
    expect(output()).toContain(url)
    started.kill(signal)
    expect(await once(started, 'exit')).toEqual([0, null])
    expect([await isListening(portOf(url)), await isListening(tcpPort)]).toEqual([false, false])
  })

  test('answers a wrong option at once, before anything is installed', async () => {
    cpSync(path.join(root, 'scripts'), path.join(folder, 'scripts'), { recursive: true })
    const { started, output } = run('--prot', '1')
    expect(await once(started, 'close')).toEqual([1, null])
    expect(output()).toMatch(/^Unknown option '--prot'/)
    expect(output()).not.toMatch(/at .*\.mjs/)
  })
})
