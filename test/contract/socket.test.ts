import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket as NetSocket } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { FakeSocketPort } from '../../src/services/socket/socket.fake'
import { h5Socket } from '../../src/services/socket/socket.h5'
import { weappSocket } from '../../src/services/socket/socket.weapp'
import type { SocketClose, SocketPort, SocketRequest } from '../../src/services/socket/types'
import { startPhone, type Phone } from './phone'

let phone: Phone
// one for each test: WeChat gives the place of a closed socket back a little late, and there are five
beforeEach(async () => {
  phone = await startPhone()
  Object.assign(globalThis, { WebSocket, wx: phone.wx })
})
afterEach(() => phone.dispose())

/** The other end of one socket. */
interface Peer {
  protocol: string
  send(data: Uint8Array | string): void
  /** The frames that came, once there are as many */
  frames(count: number): Promise<Uint8Array[]>
  close(): void
  closed: Promise<unknown>
}

/** A world in which sockets of one port meet peers. */
interface Rig {
  port: SocketPort
  /** Where a peer answers, where nobody listens, where one listens and says nothing */
  urls(): { answering: string; refusing: string; silent: string }
  peer(): Promise<Peer>
}

class Heard {
  readonly events: (string | number[] | SocketClose)[] = []
  private readonly waiting: (() => void)[] = []
  readonly handlers = {
    opened: () => this.hear('opened'),
    received: (bytes: Uint8Array) => this.hear(Array.from(bytes)),
    closed: (close: SocketClose) => this.hear(close),
  }

  async count(count: number): Promise<typeof this.events> {
    while (this.events.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve))
    return this.events
  }

  private hear(event: string | number[] | SocketClose): void {
    this.events.push(event)
    for (const wake of this.waiting.splice(0)) wake()
  }
}

function socketContract(rig: Rig): void {
  const open = async () => {
    const heard = new Heard()
    const socket = rig.port.open({ url: rig.urls().answering, timeoutMs: 5000 }, heard.handlers)
    const peer = await rig.peer()
    expect(await heard.count(1)).toEqual(['opened'])
    return { heard, socket, peer }
  }

  test('opens with the sub-protocol mqtt and carries binary frames both ways', async () => {
    const { heard, socket, peer } = await open()
    expect(peer.protocol).toBe('mqtt')
    socket.send(Uint8Array.of(0, 255, 1))
    expect(await peer.frames(1)).toEqual([Uint8Array.of(0, 255, 1)])
    peer.send(Uint8Array.of(7, 0, 200))
    expect(await heard.count(2)).toEqual(['opened', [7, 0, 200]])
    socket.close()
  })

  test('sends the bytes of the view and not its buffer, as they were at the call', async () => {
    const { socket, peer } = await open()
    const backing = Uint8Array.of(9, 9, 1, 2, 3, 9)
    socket.send(backing.subarray(2, 5))
    backing.fill(8)
    expect(await peer.frames(1)).toEqual([Uint8Array.of(1, 2, 3)])
    socket.close()
  })

  test('an end by the peer is told once, as closed, and sends are dropped after it', async () => {
    const { heard, socket, peer } = await open()
    peer.close()
    expect((await heard.count(2))[1]).toMatchObject({ cause: 'closed' })
    socket.send(Uint8Array.of(1))
    socket.close()
    expect(heard.events).toHaveLength(2)
  })

  test('nothing is told after close', async () => {
    const { heard, socket, peer } = await open()
    socket.close()
    peer.send(Uint8Array.of(1))
    await peer.closed
    expect(heard.events).toEqual(['opened'])
  })

  test('a text frame ends it', async () => {
    const { heard, peer } = await open()
    peer.send('text')
    expect((await heard.count(2))[1]).toMatchObject({ cause: 'textFrame' })
    await peer.closed
  })

  test('where nobody listens it never opens, and says so after the call', async () => {
    const heard = new Heard()
    rig.port.open({ url: rig.urls().refusing, timeoutMs: 5000 }, heard.handlers)
    expect(heard.events).toEqual([])
    const [close] = await heard.count(1)
    expect(['failed', 'refused']).toContain((close as SocketClose).cause)
  })

  test('a handshake without an answer is timed out', async () => {
    const heard = new Heard()
    rig.port.open({ url: rig.urls().silent, timeoutMs: 50 }, heard.handlers)
    expect(await heard.count(1)).toMatchObject([{ cause: 'timeout' }])
  })

  test('closed while connecting, it says nothing', async () => {
    const heard = new Heard()
    const given = rig.port.open({ url: rig.urls().answering, timeoutMs: 5000 }, heard.handlers)
    given.close()
    const { socket } = await open()
    socket.close()
    expect(heard.events).toEqual([])
  })
}

describe.each([
  ['h5', h5Socket],
  ['weapp', weappSocket],
])('%s', (_name, port) => {
  let server: WebSocketServer
  let silent: Server
  let silentSockets: NetSocket[]
  let refusingPort: number
  const peers: WebSocket[] = []
  const waiting: ((peer: WebSocket) => void)[] = []

  beforeAll(async () => {
    const nobody = await listening(createServer())
    refusingPort = portOf(nobody)
    await new Promise((resolve) => nobody.close(resolve))
    silentSockets = []
    silent = await listening(createServer((socket) => silentSockets.push(socket)))
    server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: (offered) => [...offered][0] ?? false })
    server.on('connection', (socket) => {
      const next = waiting.shift()
      if (next) next(socket)
      else peers.push(socket)
    })
    await once(server, 'listening')
  })
  afterAll(async () => {
    for (const socket of server.clients) socket.terminate()
    for (const socket of silentSockets) socket.destroy()
    await Promise.all([
      new Promise((resolve) => server.close(resolve)),
      new Promise((resolve) => silent.close(resolve)),
    ])
  })

  socketContract({
    port,
    urls: () => ({
      answering: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/mqtt`,
      refusing: `ws://127.0.0.1:${refusingPort}/mqtt`,
      silent: `ws://127.0.0.1:${portOf(silent)}/mqtt`,
    }),
    peer: async () => peerOf(peers.shift() ?? (await new Promise<WebSocket>((resolve) => waiting.push(resolve)))),
  })

  test('an address that is none is told after the call', async () => {
    const heard = new Heard()
    port.open({ url: 'ws://', timeoutMs: 1000 }, heard.handlers)
    expect(heard.events).toEqual([])
    expect(await heard.count(1)).toMatchObject([{ cause: 'invalidAddress' }])
  })
})

/** The double has no peers of its own: this plays them. */
class PlayedPort extends FakeSocketPort {
  override open(request: SocketRequest, events: Parameters<SocketPort['open']>[1]) {
    const socket = super.open(request, events)
    const play = {
      answering: () => socket.open(),
      refusing: () => socket.end(),
      silent: () => socket.end({ cause: 'timeout' }),
    }
    void Promise.resolve().then(play[request.url as keyof typeof play])
    return socket
  }
}

describe('fake', () => {
  const port = new PlayedPort()
  socketContract({
    port,
    urls: () => ({ answering: 'answering', refusing: 'refusing', silent: 'silent' }),
    peer: () => {
      const socket = port.sockets[port.sockets.length - 1]
      if (!socket) return Promise.reject(new Error('no socket'))
      return Promise.resolve({
        protocol: 'mqtt',
        send: (data) => (typeof data === 'string' ? socket.end({ cause: 'textFrame' }) : socket.deliver(data)),
        frames: () => Promise.resolve(socket.sent),
        close: () => socket.end(),
        closed: Promise.resolve(),
      })
    },
  })
})

function peerOf(socket: WebSocket): Peer {
  const received: Uint8Array[] = []
  const waiting: (() => void)[] = []
  socket.on('message', (data: Buffer) => {
    received.push(new Uint8Array(data))
    for (const wake of waiting.splice(0)) wake()
  })
  return {
    protocol: socket.protocol,
    send: (data) => socket.send(data),
    async frames(count) {
      while (received.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
      return received
    },
    close: () => socket.close(),
    closed: once(socket, 'close'),
  }
}

async function listening(server: Server): Promise<Server> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const portOf = (server: Server) => (server.address() as AddressInfo).port
