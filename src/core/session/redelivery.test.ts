import { contentHash, isRedelivery, type SeenMessages } from './redelivery'
import type { Publish } from './packets'

const publish = (change: Partial<Publish> = {}): Publish => ({
  ...{ cmd: 'publish', topic: 'a', payload: Uint8Array.of(1), qos: 1, retain: false, dup: false, packetId: 7 },
  ...change,
})
const hash = contentHash(publish())
const seenOn = (connection: number): SeenMessages => new Map([[7, { hash, connection }]])
const on = (connection: number, resumed: boolean, setsDup = false) => ({ connection, resumed, setsDup })

it.each<[string, SeenMessages, Publish, ReturnType<typeof on>, boolean]>([
  ['DUP and the same on this connection', seenOn(1), publish({ dup: true }), on(1, false), true],
  ['DUP and the same on an earlier one, resumed', seenOn(1), publish({ dup: true }), on(2, true), true],
  ['DUP in a fresh session', seenOn(1), publish({ dup: true }), on(2, false), false],
  ['without DUP, on the resumed connection after', seenOn(1), publish(), on(2, true), true],
  ['without DUP, of an earlier run of the app', seenOn(0), publish(), on(1, true), true],
  ['without DUP, of a broker that sets it', seenOn(1), publish(), on(2, true, true), false],
  ['with DUP, of a broker that sets it', seenOn(1), publish({ dup: true }), on(2, true, true), true],
  ['an identical heartbeat with a new identifier', seenOn(1), publish({ packetId: 8 }), on(2, true), false],
  ['an identical heartbeat with the same identifier, one connection', seenOn(1), publish(), on(1, true), false],
  ['a fresh session', seenOn(1), publish(), on(2, false), false],
  ['another content under the same identifier', seenOn(1), publish({ topic: 'b', dup: true }), on(2, true), false],
  ['DUP of what never came', new Map(), publish({ dup: true }), on(2, true), false],
])('%s', (_name, seen, packet, connection, expected) => {
  expect(isRedelivery(seen, packet, contentHash(packet), connection)).toBe(expected)
})

it('topic and payload do not run into each other', () => {
  const one = contentHash({ topic: 'a', payload: Uint8Array.of(98) })
  expect(contentHash({ topic: 'ab', payload: new Uint8Array() })).not.toBe(one)
})
