import { Phone } from '../support/crash/phone'
import { ModelBroker } from '../support/model-broker/modelBroker'
import { VirtualTime } from '../support/virtualTime'

// a slow machine may take its time
jest.setTimeout(120_000)

let time: VirtualTime
let broker: ModelBroker
beforeEach(() => {
  time = new VirtualTime().install()
  broker = new ModelBroker(time.worldClock)
})
afterEach(() => time.uninstall())

const connects = () => broker.wire.entries.filter(({ packet }) => packet.cmd === 'connect')
const reasonOf = ({ session }: Phone) => ('reason' in session.status ? session.status.reason.code : undefined)

/** Two installs with one client ID, the second 20 s after the first. */
async function twoPhones(protocolVersion: 4 | 5): Promise<[Phone, Phone]> {
  const phones = [0, 1].map(() => new Phone(time, broker.network, { config: { protocolVersion } })) as [Phone, Phone]
  phones[0].start()
  await time.advance(20_000)
  phones[1].start()
  return phones
}

it('MQTT 5: the first stops at once, says why, and stays stopped', async () => {
  const [first, second] = await twoPhones(5)
  await time.advance(3_600_000)
  expect([first.status, second.status]).toEqual(['blocked sessionTakenOver', 'online'])
  expect(broker.wire.numbered.filter((line) => !line.includes('PING'))).toEqual([
    '1 > CONNECT',
    '1 < CONNACK fresh',
    '2 > CONNECT',
    '1 < DISCONNECT 0x8e',
    '2 < CONNACK resumed',
    // this install knows nothing of the session the other one began
    '3 > CONNECT clean',
    '3 < CONNACK fresh',
  ])
})

it('MQTT 5: "take over here" is one connection, and the other one stops', async () => {
  const [first, second] = await twoPhones(5)
  await time.advance(60_000)
  const before = connects().length
  first.session.retryNow()
  await time.advance(600_000)
  expect([first.status, second.status]).toEqual(['online', 'blocked sessionTakenOver'])
  expect(connects().length).toBe(before + 1)
})

it.each([
  [4, true],
  [5, false],
] as const)(
  'version %i, announced %s: three closes right after CONNACK, then once a minute',
  async (version, isAnnounced) => {
    broker.rules.announcesTakeover = isAnnounced
    const phones = await twoPhones(version)
    await time.until(() => phones.some((phone) => reasonOf(phone) === 'takeoverSuspected'), 'suspected', 60_000)
    const suspecting = phones.filter((phone) => reasonOf(phone) === 'takeoverSuspected')
    expect(suspecting).toHaveLength(1)
    const { status } = suspecting[0]!.session
    expect(status).toMatchObject({ name: 'waiting', retryAt: 'since' in status ? status.since + 60_000 : 0 })
    const soFar = connects().length
    // each may have been closed twice before, and the second began by throwing away what it did not know
    expect(soFar).toBeLessThanOrEqual(12)
    await time.advance(3_600_000)
    // one attempt a minute, each answered by the other one at most until it suspects, too: no ping-pong
    expect(connects().length - soFar).toBeLessThanOrEqual(4 * 60)
    const perMinute = new Map<number, number>()
    for (const { at } of connects().slice(soFar)) {
      perMinute.set(Math.floor(at / 60_000), (perMinute.get(Math.floor(at / 60_000)) ?? 0) + 1)
    }
    expect(Math.max(...perMinute.values())).toBeLessThanOrEqual(6)
    console.log(
      `two clients of version ${version} with one client ID, takeover not named: ${soFar} connections until one suspects, then ` +
        `${connects().length - soFar} in an hour, ${Math.max(...perMinute.values())} in a minute at most`,
    )
  },
)

it('3.1.1: "take over here" is an attempt at once, and holds when the other one has stopped', async () => {
  const phones = await twoPhones(4)
  const isSuspecting = (phone: Phone) => reasonOf(phone) === 'takeoverSuspected'
  await time.until(() => phones.some(isSuspecting), 'suspected', 60_000)
  const [suspecting] = phones.filter(isSuspecting)
  const other = phones.find((phone) => phone !== suspecting)
  if (!suspecting || !other) throw new Error('nobody suspects')
  const before = connects().length
  suspecting.session.retryNow()
  await suspecting.reaches('online', 1_000)
  expect(connects().length).toBe(before + 1)
  other.session.stop()
  await time.advance(600_000)
  expect(suspecting.status).toBe('online')
  // the other one had tried before it was stopped, at most
  expect(connects().length).toBeLessThanOrEqual(before + 3)
})

it('3.1.1: "use a new client ID" ends it for both', async () => {
  const phones = await twoPhones(4)
  await time.until(() => phones.some((phone) => reasonOf(phone) === 'takeoverSuspected'), 'suspected', 60_000)
  const [suspecting] = phones.filter((phone) => reasonOf(phone) === 'takeoverSuspected')
  suspecting?.session.dispose()
  const renamed = new Phone(time, broker.network, { config: { protocolVersion: 4, clientId: 'new' } })
  renamed.start()
  await time.advance(60_000)
  const before = connects().length
  await time.advance(3_600_000)
  expect(connects().length).toBe(before)
  expect(broker.clientIds.sort()).toEqual(['new', 'phone'])
})

it('3.1.1: a connection that held for more than ten seconds was not taken over, however often it is lost', async () => {
  const reasons = new Set<string>()
  const phone = new Phone(time, broker.network, {
    config: { protocolVersion: 4 },
    prepare: (session) =>
      session.onChange(() => {
        if (session.status.name === 'waiting') reasons.add(session.status.reason.code)
      }),
  })
  phone.start()
  for (let round = 0; round < 5; round += 1) {
    await phone.reaches('online')
    await time.advance(11_000)
    broker.connectionOf('phone')?.tear()
    await time.advance(0)
  }
  expect([...reasons]).toEqual(['closedByPeer'])
})
