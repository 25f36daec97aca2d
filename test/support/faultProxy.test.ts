import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { startFaultProxy, type FaultProxy } from './faultProxy'

let server: Server
let proxy: FaultProxy
const clients: Socket[] = []
const accepted: Socket[] = []

beforeEach(async () => {
  server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    accepted.push(socket.on('error', () => undefined))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await startFaultProxy(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
})

afterEach(async () => {
  for (const socket of [...clients.splice(0), ...accepted.splice(0)]) socket.destroy()
  await proxy.stop()
  server.close()
})

/** What came, whole and in pieces, and how it ended. */
class Heard {
  bytes = Buffer.alloc(0)
  readonly pieces: number[] = []
  end?: 'fin' | 'rst'

  constructor(readonly socket: Socket) {
    socket.on('data', (bytes) => {
      this.bytes = Buffer.concat([this.bytes, bytes])
      this.pieces.push(bytes.length)
    })
    socket.on('end', () => (this.end ??= 'fin'))
    socket.on('error', () => (this.end ??= 'rst'))
  }

  get text() {
    return this.bytes.toString()
  }
}

/** Looks again after every turn of the loop; jest ends what never comes. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

async function open() {
  const count = accepted.length
  const socket = connect({ port: proxy.port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
  clients.push(socket)
  const client = new Heard(socket)
  await until(() => accepted.length > count)
  return { client, peer: new Heard(accepted[count]!) }
}

describe('the fault proxy', () => {
  test('carries bytes both ways, and counts them', async () => {
    const { client, peer } = await open()
    client.socket.write('up')
    await until(() => peer.text === 'up')
    peer.socket.write('and down')
    await until(() => client.text === 'and down')
    expect(proxy.url).toBe(`ws://127.0.0.1:${proxy.port}`)
    expect(proxy.counters).toEqual({
      connections: 1,
      open: 1,
      refused: 0,
      bytes: { up: 2, down: 8 },
      pieces: { up: 1, down: 1 },
      held: { up: 0, down: 0 },
    })
  })

  test('passes an end on, one direction at a time', async () => {
    const { client, peer } = await open()
    client.socket.end('last word')
    await until(() => peer.end === 'fin')
    peer.socket.end('answer')
    await until(() => client.end === 'fin')
    expect([peer.text, client.text]).toEqual(['last word', 'answer'])
    await until(() => proxy.counters.open === 0)
  })

  test('passes an RST on', async () => {
    const { client, peer } = await open()
    client.socket.resetAndDestroy()
    await until(() => peer.end !== undefined)
    expect(peer.end).toBe('rst')
  })

  test('latency is kept each way, and the order with it', async () => {
    proxy.latency(40)
    const { client, peer } = await open()
    const startedAt = performance.now()
    client.socket.write('a')
    client.socket.write('b')
    await until(() => peer.text === 'ab')
    const arrivedAt = performance.now()
    expect(arrivedAt - startedAt).toBeGreaterThanOrEqual(40)
    peer.socket.write('c')
    await until(() => client.text === 'c')
    expect(performance.now() - arrivedAt).toBeGreaterThanOrEqual(40)
  })

  test('a throttled line takes its time', async () => {
    const { client, peer } = await open()
    proxy.throttle(10_000)
    const startedAt = performance.now()
    client.socket.write(Buffer.alloc(1500, 1))
    await until(() => peer.bytes.length === 1500)
    // the last piece of 200 bytes is written without waiting for the line to be free again
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(100)
    expect(proxy.counters.pieces.up).toBeGreaterThan(5)
  })

  describe('slicing', () => {
    const send = async (seed: number) => {
      const { client, peer } = await open()
      proxy.slice(seed)
      const bytes = Buffer.from(Array.from({ length: 2000 }, (_, i) => i % 251))
      const before = proxy.counters.pieces.up
      client.socket.write(bytes)
      await until(() => peer.bytes.length === bytes.length)
      expect(peer.bytes.equals(bytes)).toBe(true)
      return proxy.counters.pieces.up - before
    }

    test('cuts a stream anywhere and loses nothing of it', async () => {
      expect(await send(1)).toBeGreaterThan(10)
    })

    test('the same seed cuts at the same places', async () => {
      const pieces = await send(7)
      await proxy.stop()
      proxy = await startFaultProxy(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
      expect(await send(7)).toBe(pieces)
      await proxy.stop()
      proxy = await startFaultProxy(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
      expect(await send(8)).not.toBe(pieces)
    })
  })

  describe('a blackhole', () => {
    test('up: nothing arrives at the server, while the other way is open', async () => {
      const { client, peer } = await open()
      proxy.blackhole('up')
      client.socket.write('lost?')
      await until(() => proxy.counters.held.up === 5)
      peer.socket.write('heard')
      await until(() => client.text === 'heard')
      expect(peer.text).toBe('')
      proxy.heal()
      await until(() => peer.text === 'lost?')
      expect(proxy.counters.held.up).toBe(0)
    })

    test('down: nothing arrives at the client, while the other way is open', async () => {
      const { client, peer } = await open()
      proxy.blackhole('down')
      peer.socket.write('lost?')
      await until(() => proxy.counters.held.down === 5)
      client.socket.write('heard')
      await until(() => peer.text === 'heard')
      expect(client.text).toBe('')
      proxy.heal()
      await until(() => client.text === 'lost?')
    })

    test('both: also for a connection that comes later', async () => {
      proxy.blackhole('both')
      const { client, peer } = await open()
      client.socket.write('a')
      peer.socket.write('b')
      await until(() => proxy.counters.held.up === 1 && proxy.counters.held.down === 1)
      expect(client.text + peer.text).toBe('')
      proxy.heal()
      await until(() => client.text === 'b' && peer.text === 'a')
    })

    test.each(['destroy', 'resetAndDestroy'] as const)('swallows the end of a connection: %s', async (end) => {
      const { client, peer } = await open()
      proxy.blackhole('up')
      client.socket.write('x')
      await until(() => proxy.counters.held.up === 1)
      client.socket[end]()
      await until(() => client.socket.closed)
      const later = await open()
      later.peer.socket.write('still here')
      await until(() => later.client.text === 'still here')
      expect(peer.end).toBeUndefined()
      proxy.heal()
      await until(() => peer.end !== undefined)
      expect(peer.end).toBe(end === 'destroy' ? 'fin' : 'rst')
    })
  })

  test('stranded connections stay silent when all is healed; later ones are well', async () => {
    const old = await open()
    expect(proxy.strand()).toBe(1)
    old.client.socket.write('x')
    await until(() => proxy.counters.held.up === 1)
    proxy.heal()
    const { client, peer } = await open()
    client.socket.write('new')
    await until(() => peer.text === 'new')
    old.client.socket.destroy()
    await until(() => old.client.socket.closed)
    peer.socket.write('new')
    await until(() => client.text === 'new')
    expect([old.peer.text, old.peer.end]).toEqual(['', undefined])
    // the server gives it up
    old.peer.socket.destroy()
    await until(() => proxy.counters.open === 1)
  })

  test('reset: both ends meet an RST, and the next connection is well', async () => {
    const { client, peer } = await open()
    expect(proxy.reset()).toBe(1)
    await until(() => client.end !== undefined && peer.end !== undefined)
    expect([client.end, peer.end]).toEqual(['rst', 'rst'])
    await until(() => proxy.counters.open === 0)
    const next = await open()
    next.client.socket.write('well')
    await until(() => next.peer.text === 'well')
  })

  test('finish: both ends meet a FIN, and what is under way is lost', async () => {
    const { client, peer } = await open()
    proxy.latency(60_000)
    client.socket.write('under way')
    await until(() => proxy.counters.held.up === 9)
    expect(proxy.finish()).toBe(1)
    await until(() => client.end !== undefined && peer.end !== undefined)
    expect([client.end, peer.end, peer.text]).toEqual(['fin', 'fin', ''])
    client.socket.end()
    peer.socket.end()
    await until(() => proxy.counters.open === 0)
  })

  test('refusing: new connections meet an RST, those that stand go on', async () => {
    const { client, peer } = await open()
    proxy.refuse(true)
    const refused = new Heard(connect({ port: proxy.port, host: '127.0.0.1' }))
    await until(() => refused.end !== undefined)
    expect([refused.end, accepted.length, proxy.counters.refused]).toEqual(['rst', 1, 1])
    client.socket.write('on')
    await until(() => peer.text === 'on')
    proxy.heal()
    await open()
  })

  test('where nobody listens behind it, a connection meets an RST', async () => {
    server.close()
    const refused = new Heard(connect({ port: proxy.port, host: '127.0.0.1' }))
    await until(() => refused.end !== undefined)
    expect(refused.end).toBe('rst')
    await until(() => proxy.counters.open === 0)
  })

  test('stop ends every connection and may be called twice', async () => {
    const { client } = await open()
    proxy.latency(60_000)
    client.socket.write('under way')
    await until(() => proxy.counters.held.up > 0)
    await proxy.stop()
    await proxy.stop()
    await until(() => client.end !== undefined)
  })
})
