import fc from 'fast-check'
import { encodeUtf8 } from '../payload/utf8'
import type { Gap, ReceivedMessage, SentMessage, TimelineEntry } from './message'
import { entryText, restoreEntry, storeEntry } from './storedEntry'

const received: ReceivedMessage = {
  direction: 'received',
  id: 1_795_000_000_000_001,
  topic: 'site/温室/temp',
  payload: encodeUtf8('{"temp":21.5}'),
  qos: 1,
  retain: false,
  dup: false,
  at: 1_795_000_000_000,
}
const sent: SentMessage = {
  direction: 'sent',
  id: 2,
  topic: 'cmd',
  payload: new Uint8Array(0),
  qos: 2,
  retain: true,
  at: 5,
  status: { name: 'queued' },
}
const gap: Gap = { direction: 'gap', id: 3, from: 1, at: 2, caughtUp: 0, cause: 'hidden' }

const throughJson = (entry: TimelineEntry) => restoreEntry(JSON.parse(JSON.stringify(storeEntry(entry))))

describe('a stored entry', () => {
  it.each<[string, TimelineEntry]>([
    ['a received message', received],
    ['all that it may have', { ...received, dup: true, isRedelivered: true, retain: true, omittedBytes: 7, qos: 2 }],
    [
      'every property',
      {
        ...received,
        properties: {
          payloadFormatIndicator: true,
          messageExpirySeconds: 60,
          contentType: 'text/plain',
          responseTopic: 'answer',
          correlationData: Uint8Array.of(0, 255),
          subscriptionIdentifiers: [1, 2],
          userProperties: [['a', '']],
        },
      },
    ],
    ['a queued message', { ...sent, expiresAt: 9 }],
    ['an acknowledged one', { ...sent, status: { name: 'acknowledged', roundTripMs: 12 } }],
    ['one of QoS 0', { ...sent, qos: 0, status: { name: 'acknowledged' } }],
    ['a refused one', { ...sent, status: { name: 'refused', mqttCode: 135, detail: 'no' } }],
    ['a gap', gap],
    ['an ended gap', { ...gap, to: 8, resumed: false, cause: 'ended' }],
  ])('comes back as it was: %s', (_name, entry) => {
    expect(throughJson(entry)).toEqual(entry)
  })

  it('keeps any bytes', () => {
    const bytes = fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }).map(encodeUtf8))
    fc.assert(
      fc.property(bytes, (payload) => {
        expect(throughJson({ ...received, payload })).toEqual({ ...received, payload })
      }),
    )
  })

  it('has one text, whichever way it is made', () => {
    const bytes = fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }).map(encodeUtf8))
    const message = fc.record({
      payload: bytes,
      topic: fc.string({ unit: 'binary' }),
      qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
      retain: fc.boolean(),
      dup: fc.boolean(),
    })
    fc.assert(
      fc.property(message, (fields) => {
        const entry = { ...received, ...fields }
        expect(entryText(entry)).toBe(JSON.stringify(storeEntry(entry)))
      }),
    )
    for (const entry of [gap, sent, { ...received, isRedelivered: true, omittedBytes: 3 }]) {
      expect(entryText(entry)).toBe(JSON.stringify(storeEntry(entry)))
    }
  })

  it('has the same text where the platform has no TextDecoder', () => {
    const native = globalThis.TextDecoder
    Reflect.deleteProperty(globalThis, 'TextDecoder')
    let bare: { entryText: typeof entryText } | undefined
    jest.isolateModules(() => (bare = jest.requireActual<{ entryText: typeof entryText }>('./storedEntry')))
    globalThis.TextDecoder = native
    const bytes = fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }).map(encodeUtf8))
    fc.assert(
      fc.property(bytes, (payload) =>
        expect(bare?.entryText({ ...received, payload })).toBe(entryText({ ...received, payload })),
      ),
    )
  })

  it('takes base64 where text would be longer', () => {
    expect(storeEntry({ ...received, payload: new Uint8Array(30) })).toMatchObject({ b: 'A'.repeat(40) })
    expect(storeEntry({ ...received, payload: encodeUtf8('a\tb\n') })).toMatchObject({ p: 'a\tb\n' })
  })

  it('that is none gives nothing, and never throws', () => {
    const whole = [received, sent, gap].map((entry) => storeEntry(entry))
    const damaged = fc
      .constantFrom(...whole)
      .chain((entry) =>
        fc.record({ entry: fc.constant(entry), key: fc.constantFrom(...Object.keys(entry)), value: fc.jsonValue() }),
      )
    fc.assert(
      fc.property(damaged, ({ entry, key, value }) => {
        const restored = restoreEntry({ ...entry, [key]: value })
        if (restored) expect(throughJson(restored)).toEqual(restored)
      }),
    )
    const { p: _, ...bare } = storeEntry(received) as { p?: string }
    const damagedOnes = [
      { ...bare, b: '?' },
      { ...whole[0], t: 1 },
      { ...whole[1], status: {} },
      { ...whole[2], cause: 'x' },
    ]
    for (const value of [null, 1, 'x', [], {}, ...damagedOnes]) expect(restoreEntry(value)).toBeUndefined()
  })
})
