import type { StepId, StepResult } from '@/core/doctor/steps'
import { fakeSessionServices } from '@/services/session/services.fake'
import { Doctor, failedStep } from './doctor'

// the browser's; in WeChat nobody can ask either
jest.mock('@/services/diagnosis/httpProbe', () => ({ answersHttp: () => Promise.resolve(undefined) }))

const subject = { url: 'wss://mq.example:8084/mqtt', protocolVersion: 5, username: '', password: '' } as const
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms)

beforeEach(() => jest.useFakeTimers())
afterEach(() => jest.useRealTimers())

function begin(pausesWhenHidden: boolean) {
  const services = { ...fakeSessionServices(), pausesWhenHidden }
  const doctor = new Doctor(services)
  const close = doctor.open()
  doctor.start(subject)
  const state = (step: StepId): StepResult['state'] | undefined => doctor.store.getState().results[step]?.state
  return { services, doctor, close, state, phase: () => doctor.store.getState().phase }
}

it('begins again when WeChat shows the app, for its sockets were cut', async () => {
  const { services, close, phase } = begin(true)
  await pass(0)
  services.visibility.set(false)
  expect(services.links.newest.closedWith).toBeDefined()
  await pass(60_000)
  expect([phase(), services.links.all.length]).toEqual(['running', 1])
  services.visibility.set(true)
  await pass(0)
  expect(services.links.all).toHaveLength(2)
  close()
  expect(services.links.newest.closedWith).toBeDefined()
  expect(services.places.holders()).toEqual([])
})

it('goes on in a hidden tab, and is done there', async () => {
  const { services, doctor, close, phase } = begin(false)
  await pass(0)
  services.visibility.set(false)
  services.links.newest.end({ kind: 'socket', opened: false, close: { cause: 'domainNotListed' } })
  await pass(0)
  expect(phase()).toBe('done')
  expect(failedStep(doctor.store.getState().results)).toBe('domain')
  services.visibility.set(true)
  await pass(0)
  expect(phase()).toBe('done')
  close()
})

it('keeps what was passed in sight while it goes on, and nothing behind a failure', async () => {
  const { services, doctor, close, state } = begin(false)
  await pass(0)
  services.links.newest.openSocket()
  await pass(0)
  services.links.newest.end({ kind: 'refused', protocolVersion: 5, reasonCode: 0x86 })
  await pass(0)
  expect([state('socket'), state('connack')]).toEqual(['passed', 'failed'])
  doctor.start({ ...subject, password: 'other' }, 'connack')
  await pass(0)
  expect([state('domain'), state('socket'), state('connack')]).toEqual(['passed', 'passed', undefined])
  services.links.newest.end({ kind: 'socket', opened: false, close: { cause: 'domainNotListed' } })
  await pass(0)
  expect([state('domain'), state('socket')]).toEqual(['failed', undefined])
  close()
})
