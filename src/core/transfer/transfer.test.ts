import fc from 'fast-check'
import type { TimelineEntry } from '../message/message'
import { decodeBase64 } from '../payload/base64'
import { encodeUtf8 } from '../payload/utf8'
import { LogReader } from './logReader'
import { logWriter, type LogFormat } from './logWriter'

const about = { connection: '温室一号', exportedAt: Date.UTC(2026, 0, 2, 3, 4, 5) }

const write = (format: LogFormat, entries: readonly TimelineEntry[]) => {
  const writer = logWriter(format, about)
  return writer.head + entries.map((entry) => writer.entry(entry)).join('') + writer.tail
}

const time = fc.integer({ min: 0, max: 4_102_444_800_000 })
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: 'grapheme' }).map(encodeUtf8),
  fc.constant(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)),
)
const base = {
  topic: fc.string({ unit: 'grapheme' }),
  payload: bytes,
  qos: fc.constantFrom(0, 1, 2),
  retain: fc.boolean(),
  at: time,
}
const received = fc.record(
  {
    direction: fc.constant('received'),
    ...base,
    dup: fc.boolean(),
    isRedelivered: fc.boolean(),
    omittedBytes: fc.nat(),
    properties: fc.record(
      {
        contentType: fc.string(),
        correlationData: bytes,
        userProperties: fc.array(fc.tuple(fc.string(), fc.string())),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['direction', 'topic', 'payload', 'qos', 'retain', 'at', 'dup'] },
)
const status = fc.oneof(
  fc.record({ name: fc.constantFrom('queued', 'sending', 'unknown', 'cancelled', 'expired') }),
  fc.record({ name: fc.constant('acknowledged'), roundTripMs: fc.nat() }, { requiredKeys: ['name'] }),
  fc.record(
    { name: fc.constant('refused'), mqttCode: fc.nat(255), detail: fc.string() },
    { requiredKeys: ['name', 'mqttCode'] },
  ),
)
const sent = fc.record(
  { direction: fc.constant('sent'), ...base, status, expiresAt: time },
  { requiredKeys: ['direction', 'topic', 'payload', 'qos', 'retain', 'at', 'status'] },
)
const gap = fc.record(
  {
    direction: fc.constant('gap'),
    at: time,
    from: time,
    to: time,
    resumed: fc.boolean(),
    caughtUp: fc.nat(),
    cause: fc.constantFrom('hidden', 'stopped', 'disconnected', 'ended'),
  },
  { requiredKeys: ['direction', 'at', 'from', 'caughtUp', 'cause'] },
)
const log = fc
  .array(fc.oneof(received, sent, gap), { maxLength: 8 })
  .map((entries) => entries.map((entry, i) => ({ ...entry, id: 7 + i })))

/** As a list of numbers, so that views of different realms compare. */
const plain = (entries: readonly TimelineEntry[]): unknown =>
  JSON.parse(JSON.stringify(entries, (_key, value: unknown) => (value instanceof Uint8Array ? [...value] : value)))

const read = (pieces: readonly string[]) => {
  const reader = new LogReader(7)
  const entries = pieces.reduce<TimelineEntry[]>((all, piece) => [...all, ...reader.push(piece)], [])
  return { entries: [...entries, ...reader.end()], found: reader.found }
}

describe('a log that is exported and imported', () => {
  it('is the same, wherever the file is cut', () => {
    fc.assert(
      fc.property(log, fc.nat(), fc.nat(), (entries, a, b) => {
        const text = write('jsonl', entries)
        const [first = 0, second = 0] = [a % text.length, b % text.length].sort((x, y) => x - y)
        const { entries: back, found } = read([text.slice(0, first), text.slice(first, second), text.slice(second)])
        expect(plain(back)).toEqual(plain(entries))
        expect(found).toEqual({ connection: about.connection, entries: entries.length, bad: 0, problems: [] })
      }),
    )
  })

  it('is one JSON value in the JSON form, with the same records', () => {
    fc.assert(
      fc.property(log, (entries) => {
        const { entries: records, ...rest } = JSON.parse(write('json', entries)) as { entries: unknown[] }
        expect(rest).toEqual({
          homing: 'log',
          version: 1,
          connection: about.connection,
          exportedAt: '2026-01-02T03:04:05.000Z',
        })
        const lines = write('jsonl', entries).split('\n').slice(1, -1)
        expect(records).toEqual(lines.map((line) => JSON.parse(line) as unknown))
      }),
    )
  })

  it('tells lines that are no entries, and goes on', () => {
    const { entries, found } = read([
      '{"direction":"received","time":"2026-01-01T00:00:00Z","topic":"a","qos":1,"payload":"x"}\n',
      'not json\n\n{"direction":"received","time":"yesterday","topic":"a","qos":1}\n',
      '{"direction":"received","time":"2026-01-01T00:00:00Z","topic":"a","qos":3}\n[]\n',
      '{"direction":"sent","time":"2026-01-01T00:00:00Z","topic":"b","qos":0,"status":{"name":"unknown"}}',
    ])
    expect(entries.map((entry) => entry.id)).toEqual([7, 8])
    expect(found.bad).toBe(4)
    expect(found.problems.map(({ line }) => line)).toEqual([2, 4, 5, 6])
    expect(found.problems[1]?.problem).toBe('time: not an ISO 8601 time')
  })

  it('reads anything without an exception', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json(), fc.constant('\n'))), (pieces) => {
        expect(() => read(pieces)).not.toThrow()
      }),
    )
  })
})

describe('a log as CSV', () => {
  const message: TimelineEntry = {
    direction: 'received',
    id: 1,
    at: Date.UTC(2026, 0, 1),
    topic: 'a,"b"',
    payload: encodeUtf8('=cmd()\n第二行'),
    qos: 1,
    retain: true,
    dup: false,
  }

  it('quotes as RFC 4180 says, has the exact bytes beside the text, and no formula', () => {
    const [head, row] = write('csv', [message]).split('\r\n')
    expect(head).toBe(
      '\ufefftime,direction,topic,qos,retain,dup,redelivered,status,bytes,payload,payload_base64,properties',
    )
    expect(row?.startsWith('2026-01-01T00:00:00.000Z,received,"a,""b""",1,1,,,,16,"\'=cmd()\n第二行",')).toBe(true)
    const cell = row?.split(',').slice(-2)[0] ?? ''
    expect([...(decodeBase64(cell) ?? [])]).toEqual([...message.payload])
  })

  it('leaves numbers as they are', () => {
    expect(write('csv', [{ ...message, topic: 't', payload: encodeUtf8('-12.5') }])).toContain(',-12.5,')
  })

  it('has as many cells in every row', () => {
    fc.assert(
      fc.property(log, (entries) => {
        const rows = write('csv', entries)
          .replace(/"(?:[^"]|"")*"/g, 'x')
          .split('\r\n')
        for (const row of rows.slice(0, -1)) expect(row.split(',')).toHaveLength(12)
      }),
    )
  })
})
