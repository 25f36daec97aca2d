import { fakeStorage } from '@/services/storage/storage.fake'
import { BareClient } from '../model-broker/bareClient'
import { ModelBroker } from '../model-broker/modelBroker'
import { settle, VirtualTime } from '../virtualTime'
import { AppProcess, deathsOf, type Death } from './appProcess'
import { MemoryDisk } from './memoryDisk'

let time: VirtualTime
let disk: MemoryDisk
beforeEach(() => {
  time = new VirtualTime().install()
  disk = new MemoryDisk(time.worldClock)
})
afterEach(() => time.uninstall())

const death = (at: number, how: Death['how'], pendingWrites: Death['pendingWrites'] = 'lost') =>
  new AppProcess(time, disk, { at, how, pendingWrites })

it('a disk keeps whole blocks in order, over processes', async () => {
  const first = new AppProcess(time, disk)
  void first.files.append('log/1', 'a')
  await time.advance(10)
  void first.files.append('log/1', 'b')
  await time.advance(10)
  first.kill()
  const second = new AppProcess(time, disk)
  expect(await second.files.read('log/1')).toEqual(['a', 'b'])
  expect(await second.files.list('log/')).toEqual(['log/1'])
  await second.files.remove('log/1')
  expect(await second.files.read('log/1')).toEqual([])
  expect(disk.violations).toEqual([])
})

it.each([
  ['never', ['a'], []],
  ['torn', ['a'], ['journal/x: a block behind a torn one']],
  ['done', ['a', 'b'], []],
] as const)('dies over an append: %s', async (how, left, violations) => {
  const doomed = death(1, how)
  void doomed.files.append('journal/x', 'a')
  await time.advance(10)
  const heard: string[] = []
  void doomed.files.append('journal/x', 'b').then(() => heard.push('told'))
  void doomed.files.append('journal/x', 'c').then(() => heard.push('told'))
  await time.advance(10)
  expect([doomed.isDead, heard]).toEqual([true, []])
  const next = new AppProcess(time, disk)
  expect(await next.files.read('journal/x')).toEqual(left)
  void next.files.append('journal/x', 'd')
  await time.advance(10)
  expect(disk.violations).toEqual(violations)
})

it.each([
  ['lost', []],
  ['torn', []],
  ['kept', ['a']],
] as const)('a write under way at the death of its process is %s', async (fate, left) => {
  const process = new AppProcess(time, disk)
  void process.files.append('x', 'a')
  process.kill(fate)
  await time.advance(10)
  expect(await disk.port.read('x')).toEqual(left)
})

it('says what no user of files may do', async () => {
  void disk.port.append('x', 'a\nb')
  void disk.port.append('x', 'c')
  await time.advance(10)
  expect(disk.violations).toEqual(['x: a block with a line feed', 'x: two appends at once'])
})

it('dies over key-value storage, before or after it was written', async () => {
  const storage = fakeStorage()
  for (const [how, value] of [
    ['never', undefined],
    ['done', 1],
  ] as const) {
    const doomed = death(0, how)
    void doomed.storagePort(storage).set('k', 1)
    await settle()
    expect([doomed.isDead, await storage.get('k')]).toEqual([true, value])
  }
})

it('its timers are gone with it', async () => {
  const process = new AppProcess(time, disk)
  const ran: string[] = []
  process.clock.setTimer(() => ran.push('session'), 10)
  setTimeout(() => ran.push('library'), 10)
  process.kill()
  process.clock.setTimer(() => ran.push('dead code'), 10)
  await time.advance(20)
  expect(ran).toEqual([])
})

describe('over packets', () => {
  async function run(doomed: AppProcess) {
    const broker = new ModelBroker(time.worldClock)
    const client = new BareClient(doomed.socketPort(broker.network), { properties: { sessionExpiryInterval: 60 } })
    client.subscribe('a', 1)
    await time.advance(100)
    client.publish('b', 1, 1)
    client.publish('c', 1, 2)
    broker.publish('a', 'x', { qos: 1 })
    await time.advance(100)
    return { broker, client }
  }

  it('counts every packet in both directions', async () => {
    const process = new AppProcess(time, disk)
    await run(process)
    expect(process.operations.map(({ kind, what }) => `${kind === 'packetIn' ? '<' : '>'}${what}`)).toEqual(
      '>10 >82 <20 <90 >32 >32 <32 <40 <40'.split(' '),
    )
    // nine packets, before and after, by two fates of writes under way
    expect(deathsOf(process.operations)).toHaveLength(36)
  })

  it.each([
    [4, 'before', [], 2],
    [4, 'after', ['b'], 2],
    [5, 'after', ['b', 'c'], 2],
    [6, 'before', ['b', 'c'], 2],
    [6, 'after', ['b', 'c'], 3],
    [7, 'after', ['b', 'c'], 4],
  ] as const)('dies %s %s', async (at, how, received, heard) => {
    const doomed = death(at, how)
    const { broker, client } = await run(doomed)
    expect(doomed.isDead).toBe(true)
    expect(broker.received.map(({ topic }) => topic)).toEqual(received)
    expect(client.got).toHaveLength(heard)
    expect(broker.clientIds).toEqual([])
    expect(client.isClosed).toBe(false)
  })
})
