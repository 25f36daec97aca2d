import { parseProfile } from './profile'

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
