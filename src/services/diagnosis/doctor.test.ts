import type { SecondAttempt } from '@/core/doctor/secondAttempts'
import type { StepId, StepResult } from '@/core/doctor/steps'
import type { FakeLink } from '../mqtt/link.fake'
import { fakeSessionServices } from '../session/services.fake'
import { examine } from './doctor'

// the browser's; in WeChat nobody can ask either
jest.mock('./httpProbe', () => ({ answersHttp: () => Promise.resolve(undefined) }))

const subject = { url: 'wss://mq.example:8084/mqtt', protocolVersion: 5, username: 'ada', password: 'pw' } as const

function begin(on: 'h5' | 'weapp' = 'weapp', attempts: SecondAttempt[] = []) {
  const services = { ...fakeSessionServices(), pausesWhenHidden: on === 'weapp' }
  const results = new Map<StepId, StepResult>()
  const examination = examine(subject, services, (step, result) => results.set(step, result), {
    attempts: () => attempts,
  })
  const link = (): FakeLink => services.links.newest
  const state = (step: StepId) => results.get(step)?.state
  const failure = () => {
    const failed = [...results].find(([, { state: s }]) => s === 'failed')
    return failed?.[1].state === 'failed' ? { step: failed[0], ...failed[1].failure } : undefined
  }
  return { services, results, link, state, failure, examination }
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

describe('an examination', () => {
  it('comes under its own client ID, keeps no session, and says goodbye', async () => {
    const { services, link, examination } = begin()
    await pass(0)
    expect(link().options).toMatchObject({ cleanStart: true, sessionExpirySeconds: 0, username: 'ada' })
    expect(link().options.clientId).toMatch(/^homing-doctor-\w{9}$/)
    expect(link().options.will).toBeUndefined()
    link().connect()
    await pass(0)
    link().receive({ cmd: 'suback', packetId: 1, reasonCodes: [1] })
    await pass(0)
    const sent = link().sent[1]
    expect(link().sent[0]).toMatchObject({
      filters: [{ filter: expect.stringMatching(/^homing-doctor\/\w{9}$/) as unknown }],
    })
    if (sent?.cmd !== 'publish') throw new Error('nothing was published')
    link().receive({ ...sent, packetId: 9 })
    link().receive({ cmd: 'puback', packetId: 2, reasonCode: 0 })
    await examination.ended
    expect(link().closedWith).toEqual({ reasonCode: 0 })
    expect(services.places.holders()).toEqual([])
  })

  it('lets WeChat look the address up before it says that it was let through', async () => {
    const { state, failure, link } = begin()
    expect([state('domain'), state('socket')]).toEqual(['running', undefined])
    await pass(300)
    expect([state('domain'), state('socket')]).toEqual(['passed', 'running'])
    link().end({ kind: 'socket', opened: false, close: { cause: 'domainNotListed', detail: 'url not in domain list' } })
    await pass(0)
    // late, and still at its own step
    expect(failure()).toMatchObject({ step: 'domain', reason: { code: 'domainNotListed' }, fix: { kind: 'edit' } })
  })

  it.each([
    ['the handshake', 'socket', 'connectTimeout'],
    ['CONNACK', 'connack', 'connackTimeout'],
    ['SUBACK', 'subscribe', 'peerSilent'],
    ['PUBACK', 'echo', 'peerSilent'],
  ] as const)('waits for %s no longer than it may', async (_, step, code) => {
    const { link, failure, examination } = begin('h5')
    await pass(0)
    const isReached = (other: StepId) =>
      ['socket', 'connack', 'subscribe', 'echo'].indexOf(step) >
      ['socket', 'connack', 'subscribe', 'echo'].indexOf(other)
    if (step === 'connack') link().openSocket()
    if (isReached('connack')) link().connect()
    await pass(0)
    if (isReached('subscribe')) link().receive({ cmd: 'suback', packetId: 1, reasonCodes: [1] })
    await pass(30_000)
    await examination.ended
    expect(failure()).toMatchObject({ step, reason: { code } })
  })

  it('asks with MQTT 3.1.1 where 5 was closed upon, and blames the version only if that is accepted', async () => {
    const { services, link, failure, examination } = begin('h5')
    await pass(0)
    link().openSocket()
    link().end({ kind: 'socket', opened: true, close: { cause: 'closed' } })
    await pass(0)
    expect(services.links.all.map(({ options }) => options.protocolVersion)).toEqual([5, 4])
    link().connect()
    await examination.ended
    expect(failure()).toMatchObject({ step: 'connack', fix: { kind: 'version', protocolVersion: 4 } })
  })

  it.each([
    [{ kind: 'disconnected', reasonCode: 0x87 } as const, undefined],
    [{ kind: 'socket', opened: true, close: { cause: 'closed' } } as const, 'closedByPeer'],
  ])('ended upon SUBSCRIBE by %j: an answer only where it says so', async (close, code) => {
    const { link, state, failure, examination } = begin('h5')
    await pass(0)
    link().connect()
    await pass(0)
    link().end(close)
    await examination.ended
    expect(failure()?.reason?.code).toBe(code)
    expect(state('subscribe')).toBe(code === undefined ? 'noted' : 'failed')
    expect(state('echo')).toBeUndefined()
  })

  it('publishes with QoS 0 to a broker that takes no more', async () => {
    const { link, results, examination } = begin('h5')
    await pass(0)
    link().connect({ sessionPresent: false, maximumQoS: 0 })
    await pass(0)
    link().receive({ cmd: 'suback', packetId: 1, reasonCodes: [0] })
    await pass(0)
    const sent = link().sent[1]
    if (sent?.cmd !== 'publish') throw new Error('nothing was published')
    expect(sent.qos).toBe(0)
    link().receive(sent)
    await examination.ended
    expect(results.get('echo')).toMatchObject({ state: 'noted', note: { code: 'returnedLower', qos: 0 } })
  })
})
