import http from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { writeFixture, type Fixture } from './fixture'
import { startWeapp, type WeappHost, type WeappHostOptions } from './index'

/** Opens a socket in the realm and notes what its task tells, as `told[name]`. */
const openSocket = `
var told = {}, tasks = {}
function note(name, text) { (told[name] = told[name] || []).push(text) }
function openSocket(name, url, more) {
  var options = Object.assign({ url: url, protocols: ['mqtt'], fail: function (r) { note(name, 'fail ' + r.errMsg) } }, more)
  var task = (tasks[name] = wx.connectSocket(options))
  task.onOpen(function () { note(name, 'open') })
  task.onMessage(function (r) {
    note(name, typeof r.data === 'string' ? 'text ' + r.data : (r.data instanceof ArrayBuffer) + ' ' + Array.from(new Uint8Array(r.data)))
  })
  task.onError(function (r) { note(name, 'error ' + r.errMsg) })
  task.onClose(function (r) { note(name, 'close ' + r.code + ' ' + r.reason) })
}
function send(name, data) {
  tasks[name].send({ data: data, success: function () { note(name, 'sent') }, fail: function (r) { note(name, r.errMsg) } })
}
function bytes() { return new Uint8Array(Array.from(arguments)).buffer }`

describe('wx.connectSocket', () => {
  let fixture: Fixture
  let server: WebSocketServer
  let url: string
  let host: WeappHost
  const peers: WebSocket[] = []
  const closers: Array<() => void> = []

  beforeAll(async () => {
    fixture = writeFixture({})
    server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'mqtt' })
    server.on('connection', (peer) => {
      peers.push(peer)
      peer.on('message', (data: Buffer, isBinary) =>
        peer.send(isBinary ? Buffer.concat([data, Buffer.from([0xff])]) : data.toString()),
      )
    })
    await new Promise((resolve) => server.on('listening', resolve))
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt`
  })
  afterAll(async () => {
    fixture.remove()
    for (const peer of server.clients) peer.terminate()
    await new Promise((resolve) => server.close(resolve))
  })
  afterEach(async () => {
    await host.dispose()
    for (const close of closers.splice(0)) close()
    peers.splice(0)
  })

  const start = async (options: Partial<WeappHostOptions> = {}) => {
    host = await startWeapp({ directory: fixture.directory, ...options })
    host.evaluate(openSocket)
  }
  const told = (name = 'a') => (host.evaluate(`(told.${name} || []).slice()`) as string[]).slice()
  const heard = (pattern: RegExp, name = 'a') => host.view.until(() => told(name).some((line) => pattern.test(line)))
  const open = async (name = 'a') => {
    host.evaluate(`openSocket('${name}', '${url}')`)
    await heard(/^open$/, name)
  }
  const listen = async (serve: net.Server) => {
    await new Promise<void>((resolve) => serve.listen(0, '127.0.0.1', resolve))
    closers.push(() => serve.close())
    return (serve.address() as AddressInfo).port
  }
  const isOver = (peer: WebSocket | undefined) => peer?.readyState === 3

  it('carries bytes both ways as ArrayBuffers of the realm, and text as text, and records them', async () => {
    await start()
    await open()
    host.evaluate(`send('a', bytes(1, 2, 0)); send('a', 'hi')`)
    await heard(/^text hi$/)
    expect(told()).toEqual(expect.arrayContaining(['open', 'true 1,2,0,255', 'text hi', 'sent', 'sent']))
    expect([...(host.sockets[0]?.sent ?? [])]).toEqual([1, 2, 0, 104, 105])
    expect([...(host.sockets[0]?.received ?? [])]).toEqual([1, 2, 0, 255, 104, 105])
    expect(host.sockets[0]).toMatchObject({ url, protocols: ['mqtt'], state: 'open' })
  })

  it('takes only text and ArrayBuffers, and only while open', async () => {
    await start()
    host.evaluate(`openSocket('a', '${url}'); send('a', 'too early')`)
    await heard(/^sendSocketMessage:fail WebSocket is not connected$/)
    await heard(/^open$/)
    host.evaluate(`send('a', new Uint8Array(2))`)
    await heard(/^sendSocketMessage:fail parameter error/)
    expect(host.frames).toEqual([])
  })

  it('closes once, with the codes that may be sent', async () => {
    await start()
    await open()
    host.evaluate(`var closes = []
      function close(o) { tasks.a.close(Object.assign(o, { complete: function (r) { closes.push(r.errMsg) } })) }
      close({ code: 1001 })`)
    await host.view.until(() => host.evaluate('closes.length') === 1)
    host.evaluate(`close({ code: 4001, reason: 'enough' })`)
    await heard(/^close 4001 enough$/)
    host.evaluate('close({})')
    await host.view.until(() => host.evaluate('closes.length') === 3)
    expect(host.evaluate('closes[0]')).toContain('fail The code must be either 1000')
    expect(host.evaluate('closes[1] + closes[2]')).toBe('closeSocket:okcloseSocket:fail WebSocket is not connected')
  })

  it('allows five at a time and frees a place after a close', async () => {
    await start()
    for (const name of ['a', 'b', 'c', 'd', 'e']) await open(name)
    host.evaluate(`openSocket('f', '${url}')`)
    await heard(/^fail (connectSocket|createSocketTask):fail exceed max concurrent count$/, 'f')
    host.evaluate('tasks.a.close()')
    await heard(/^close/, 'a')
    await host.advance(50)
    await open('g')
  })

  it('opens only listed domains when there is a list, LAN addresses excepted', async () => {
    await start({ socketDomains: ['wss://broker.example.com'] })
    for (const [name, target] of Object.entries({ a: 'wss://other.example.com', b: 'ws://broker.example.com' })) {
      host.evaluate(`openSocket('${name}', '${target}/mqtt')`)
      await heard(/^fail .*url not in domain list$/, name)
    }
    await open('c')
    await host.dispose()
    await start({ socketDomains: [], isLanExempt: false })
    host.evaluate(`openSocket('a', '${url}')`)
    await heard(/^fail .*url not in domain list$/)
    host.evaluate(`openSocket('b', 'http://example.com')`)
    await heard(/^fail .*invalid url/, 'b')
  })

  it('says what went wrong as WeChat says it', async () => {
    await start()
    const raw = await listen(net.createServer((socket) => socket.once('data', () => socket.destroy())))
    const web = await listen(http.createServer((_request, response) => response.writeHead(404).end()))
    const closed = net.createServer()
    const nobody = await listen(closed)
    await new Promise((resolve) => closed.close(resolve))
    const mute = await listen(net.createServer((socket) => void closers.push(() => socket.destroy())))
    const cases: Array<[number, RegExp]> = [
      [raw, /^error Connection closed before receiving a handshake response$/],
      [web, /^error .*Unexpected response code: 404$/],
      [nobody, /^error .*net::ERR_CONNECTION_REFUSED$/],
      [mute, /^error .*timeout$/],
    ]
    for (const [at, [port, text]] of cases.entries()) {
      host.evaluate(`openSocket('s${at}', 'ws://127.0.0.1:${port}/mqtt', { timeout: 100 })`)
      await heard(text, `s${at}`)
    }
  })

  it('tells of a close by the peer', async () => {
    await start()
    await open()
    peers[0]?.close(4000, 'bye')
    await heard(/^close 4000 bye$/)
    expect(host.sockets[0]?.state).toBe('closed')
  })

  it('fails to open without a network', async () => {
    await start()
    host.network({ isConnected: false })
    host.evaluate(`openSocket('a', '${url}')`)
    await heard(/^error .*ERR_INTERNET_DISCONNECTED$/)
  })

  it('kills loudly five seconds after hide, and opens nothing until show', async () => {
    await start()
    await open()
    host.hide({ sockets: 'loud' })
    await host.advance(4_900)
    expect(told()).toEqual(['open'])
    await host.advance(200)
    expect(told()).toEqual(['open', 'close 1000 interrupted'])
    host.evaluate(`openSocket('b', '${url}')`)
    await heard(/^fail .*interrupted$/, 'b')
    await host.show()
    await open('c')
  })

  it('kills silently: the peer is cut off, the app hears nothing', async () => {
    await start()
    await open()
    host.hide({ sockets: 'silent' })
    await host.advance(420_000)
    await host.show()
    await host.view.until(() => isOver(peers[0]))
    await host.advance(60_000)
    expect(told()).toEqual(['open'])
  })

  it('leaves the peer connected when it dies half open, and swallows what is sent', async () => {
    await start()
    await open()
    host.hide({ sockets: 'silent', halfOpen: true })
    await host.advance(6_000)
    await host.show()
    host.evaluate(`send('a', 'lost')`)
    await heard(/^sent$/)
    expect(isOver(peers[0])).toBe(false)
    expect(host.frames).toEqual([])
  })

  it.each([1_000, 4_000])(
    'delivers a late close three seconds after show, frozen %i ms after hide',
    async (freezeAfterMs) => {
      await start()
      await open()
      host.evaluate(
        `var threeSeconds = 0, begin = Date.now(); setTimeout(function () { threeSeconds = Date.now() - begin }, 3000)`,
      )
      host.hide({ sockets: 'late', lateMs: 3_000, freezeAfterMs })
      await host.advance(420_000)
      expect(Number(host.evaluate('threeSeconds')) > 0).toBe(freezeAfterMs > 3_000)
      await host.show()
      const firedAtMs = Number(host.evaluate('threeSeconds'))
      expect(firedAtMs >= 420_000).toBe(freezeAfterMs < 3_000)
      await open('b')
      expect(told()).toEqual(['open'])
      await host.advance(3_100)
      expect(told()).toEqual(['open', 'close 1000 interrupted'])
      expect(told('b')).toEqual(['open'])
    },
  )

  it('holds messages back while frozen and delivers them in order', async () => {
    await start()
    await open()
    host.freeze()
    peers[0]?.send('one')
    peers[0]?.send('two')
    await host.view.until(() => host.frames.length === 2)
    expect(told()).toEqual(['open'])
    await host.thaw()
    expect(told()).toEqual(['open', 'text one', 'text two'])
  })

  it('cuts its sockets when the app is destroyed', async () => {
    await start()
    await open()
    await host.destroy()
    await new Promise<void>((resolve) => peers[0]?.once('close', () => resolve()))
    expect(host.sockets[0]?.state).toBe('closed')
  })
})
