import { withoutCredentials } from '@/core/profile/address'
import { parseProfile, type Profile } from '@/core/profile/profile'
import { formOf, isSameForm, keepAliveOf, profileOf, withPath } from './form'

const base: Profile = {
  version: 1,
  id: 'p1',
  name: 'Greenhouse',
  url: 'wss://mq.greenhouse.cn:8084/mqtt',
  protocolVersion: 5,
  clientId: 'homing-7f3a9c',
  username: '',
  password: '',
  keepSession: true,
  keepAliveSeconds: 60,
  sessionExpirySeconds: 86_400,
  unknownRule: 'ask',
  isPaused: true,
  subscriptions: [{ filter: 'a/#', qos: 1, alias: '', color: 0, isEnabled: true }],
  draft: { topic: 't', payload: '', qos: 1, retain: false },
}

test('what is not in the form stays; saving and connecting ends a pause', () => {
  expect(profileOf(formOf(base), base)).toEqual({ ...base, isPaused: false })
})

test('the largest packet is stored where it is not the default', () => {
  const raised = { ...formOf(base), maximumPacketSize: 16_777_216 }
  const stored = profileOf(raised, base)
  expect(stored).toMatchObject({ maximumPacketSize: 16_777_216 })
  expect(parseProfile(stored)).toEqual({ profile: stored })
  expect(stored && profileOf({ ...formOf(stored), maximumPacketSize: 1_048_576 }, stored)).toEqual({
    ...base,
    isPaused: false,
  })
  expect(parseProfile({ ...base, maximumPacketSize: 16_777_217 })).toHaveProperty('issue')
})

test('an empty name becomes the host', () => {
  expect(profileOf({ ...formOf(base), name: '  ' }, base)?.name).toBe('mq.greenhouse.cn')
})

test.each([
  { address: 'mqtt://192.168.1.20:1883' },
  { address: '' },
  { clientId: '' },
  { keepAlive: '1.5' },
  { keepAlive: '65536' },
])('no profile from %o', (wrong) => {
  expect(profileOf({ ...formOf(base), ...wrong }, base)).toBeUndefined()
})

test('keep alive is a 16 bit number of seconds', () => {
  expect(['0', '65535', '65536', '', '-1', '9e1'].map(keepAliveOf)).toEqual([
    0,
    65_535,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('credentials leave the address, the rest stays as typed', () => {
  expect(withoutCredentials('wss://zhang:a%40b@mq.cn:8084/mqtt')).toBe('wss://mq.cn:8084/mqtt')
  expect(withoutCredentials('ws://me@mail.com:p@w@mq.cn/mqtt')).toBe('ws://mq.cn/mqtt')
  expect(withoutCredentials('wss://mq.cn/a@b')).toBe('wss://mq.cn/a@b')
})

test('another path for the same host and port', () => {
  expect(withPath('wss://mq.cn:8084/wrong', '/mqtt')).toBe('wss://mq.cn:8084/mqtt')
  expect(withPath('ws://10.0.0.2/wrong', '/mqtt')).toBe('ws://10.0.0.2/mqtt')
})

test('a form is the same when every field is', () => {
  expect(isSameForm(formOf(base), formOf(base))).toBe(true)
  expect(isSameForm(formOf(base), { ...formOf(base), keepSession: false })).toBe(false)
})

describe('the password', () => {
  const known: Profile = { ...base, username: 'ada', password: 'opensesame', usesPassword: true, keepsPassword: true }
  const missing: Profile = { ...known, password: '' }

  test('that is missing stays so when something else is changed', () => {
    expect(profileOf({ ...formOf(missing), name: 'other' }, missing)).toMatchObject({
      password: '',
      usesPassword: true,
    })
  })

  test('typed, is used; emptied or not wanted, is given up', () => {
    expect(profileOf({ ...formOf(base), password: 'x' }, base)).toMatchObject({ password: 'x', usesPassword: true })
    const emptied = profileOf({ ...formOf(known), password: '', usesPassword: false }, known)
    expect(emptied && { ...emptied }).not.toHaveProperty('usesPassword')
    const unwanted = profileOf({ ...formOf(missing), usesPassword: false }, missing)
    expect(unwanted && { ...unwanted }).not.toHaveProperty('usesPassword')
  })

  test('is kept as chosen', () => {
    expect(profileOf({ ...formOf(base), password: 'x', keepsPassword: true }, base)).toMatchObject({
      keepsPassword: true,
    })
    const forgotten = profileOf({ ...formOf(known), keepsPassword: false }, known)
    expect(forgotten && { ...forgotten }).not.toHaveProperty('keepsPassword')
  })
})
