import { isPasswordMissing, parseProfile, recordOf, type Profile } from './profile'

test.each<[string, object, string | undefined]>([
  ['of a profile of before', {}, undefined],
  ['that was chosen', { format: 'cbor' }, 'cbor'],
  ['of a later version', { format: 'avro' }, undefined],
])('the format of a subscription %s', (_, chosen, format) => {
  const subscription = { filter: 'a/#', qos: 1, color: 0, ...chosen }
  const record = { version: 1, id: 'p', name: '', url: 'wss://h/mqtt', clientId: 'c', keepAliveSeconds: 60 }
  const parsed = parseProfile({ ...record, subscriptions: [subscription] })
  expect('profile' in parsed && parsed.profile.subscriptions[0]?.format).toBe(format)
  expect('profile' in parsed && parsed.profile.subscriptions[0]?.filter).toBe('a/#')
})

describe('the password', () => {
  const base = { version: 1, id: 'p', name: '', url: 'wss://h/mqtt', clientId: 'c', keepAliveSeconds: 60 }
  const read = (record: unknown): Profile => {
    const parsed = parseProfile(record)
    if ('issue' in parsed) throw new Error(parsed.issue)
    return parsed.profile
  }

  test('is read from a record of version 1 and written into none', () => {
    const profile = read({ ...base, username: 'u', password: 'opensesame' })
    expect(profile).toMatchObject({ version: 1, password: 'opensesame' })
    const record = recordOf(profile)
    expect(record).toMatchObject({ version: 2, username: 'u', usesPassword: true })
    expect(JSON.stringify(record)).not.toContain('opensesame')
    expect(read(record)).toMatchObject({ password: '', usesPassword: true })
  })

  test('is missing where there was one, and not where there never was', () => {
    const profile = read({ ...base, password: 'opensesame' })
    expect(isPasswordMissing(profile)).toBe(false)
    expect(isPasswordMissing(read(recordOf(profile)))).toBe(true)
    expect(isPasswordMissing(read(recordOf(read(base))))).toBe(false)
  })
})
