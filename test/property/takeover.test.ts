import { Phone } from '../support/crash/phone'
import { ModelBroker } from '../support/model-broker/modelBroker'
import { VirtualTime } from '../support/virtualTime'

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

it('3.1.1: three closes right after CONNACK are suspected to be a takeover, and retried once a minute', async () => {
  const phones = await twoPhones(4)
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
