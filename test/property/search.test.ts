/** The query language and its two judges: the matcher, and the prefilter that must never overrule it. */
import fc from 'fast-check'
import type { ReceivedMessage, SentMessage } from '@/core/message/message'
import { storeEntry } from '@/core/message/storedEntry'
import { fold } from '@/core/message/search/fold'
import { createMatcher } from '@/core/message/search/matcher'
import { parseQuery } from '@/core/message/search/parseQuery'
import { createPrefilter } from '@/core/message/search/prefilter'
import { printQuery } from '@/core/message/search/printQuery'
import type { Condition, Fact, Moment, Query } from '@/core/message/search/query'

type Message = ReceivedMessage | SentMessage

const now = Date.UTC(2026, 2, 1, 12)
const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const resolve = (moment: Moment): number => {
  if ('ago' in moment) return now - moment.ago * unitMs[moment.unit]
  const [year, month, ...rest] = moment.local
  return Date.UTC(year, month - 1, ...rest)
}

/** Few letters, so that hits are many, and all that is awkward: escapes, controls, other scripts, pairs, odd cases. */
const letters = [...'aAbB"\\/un01 \n\té温度-:>“\u0001\u007f\u2028İıΣσςßKk😀', '\\u0061', '"a":', 'temp', 'qos:1']
const text = (maxLength: number) => fc.array(fc.constantFrom(...letters), { maxLength }).map((parts) => parts.join(''))
const words = text(4).filter((word) => word !== '')

const level = fc.constantFrom('a', 'B', 'site', '温', '', 'a b')
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/') || 'x')
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([levels, isOpen]) => [...levels, ...(isOpen ? ['#'] : [])].join('/'))
  .filter((found) => found.trim() !== '')

const keys = ['a', 'temp', 'a b', '温', 'x"y', '0', '$', 'ⅷ', 'q\\', 'é≥']
const path = fc.array(fc.oneof(fc.constantFrom(...keys), fc.nat(2)), { maxLength: 3 })
const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ ago: fc.integer({ min: 0, max: 999 }), unit: fc.constantFrom('s', 'm', 'h', 'd') }),
  fc
    .tuple(
      ...([
        fc.integer({ min: 100, max: 9999 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
      ] as const),
    )
    .chain(([y, m, d]) =>
      fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.nat(999)).map((rest) => ({ local: [y, m, d, ...rest] as const })),
    ),
)

const fact: fc.Arbitrary<Fact> = fc.oneof(
  { weight: 4, arbitrary: words.map((found): Fact => ({ kind: 'text', text: found })) },
  fc
    .uint8Array({ minLength: 1, maxLength: 3 })
    .map((bytes): Fact => ({ kind: 'bytes', hex: Buffer.from(bytes).toString('hex') })),
  words.map((found): Fact => ({ kind: 'bytes', hex: Buffer.from(found).toString('hex') })),
  filter.map((found): Fact => ({ kind: 'topic', filter: found })),
  fc.constantFrom<Fact>({ kind: 'direction', direction: 'received' }, { kind: 'direction', direction: 'sent' }),
  fc.constantFrom<Fact>({ kind: 'qos', qos: 0 }, { kind: 'qos', qos: 1 }, { kind: 'qos', qos: 2 }),
  fc.boolean().map((isRetained): Fact => ({ kind: 'retained', isRetained })),
  fc
    .tuple(fc.constantFrom('after' as const, 'before' as const), moment)
    .map(([edge, found]): Fact => ({ kind: 'time', edge, moment: found })),
  fc
    .tuple(
      path,
      fc.constantFrom('>', '>=', '<', '<=', '=', '!='),
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    )
    .map(([steps, operator, value]): Fact => ({
      kind: 'number',
      path: steps,
      operator: operator as '>',
      value: value === 0 ? 0 : value,
    })),
)
const condition: fc.Arbitrary<Condition> = fc
  .tuple(fact, fc.boolean())
  .map(([found, isExcluded]) => ({ ...found, isExcluded }))
const query = (maxLength: number): fc.Arbitrary<Query> =>
  fc.record({ conditions: fc.array(condition, { maxLength }), isCaseSensitive: fc.boolean() })

type Json = number | string | null | Json[] | { [key: string]: Json }
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom<Json>(null, '1', 'temp'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('json'), { maxKeys: 4 }),
  ),
}))

/** JSON with every letter of its names as an escape, as nothing forbids */
const escaped = (value: string) =>
  value.replace(
    /"(a|temp|温)":/g,
    (_, key: string) => `"${[...key].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}":`,
  )

const payload = fc.oneof(
  text(12).map((found) => Buffer.from(found)),
  // so many controls that it is stored as base64
  words.map((found) => Buffer.from(`${found}\u0001`)),
  json.map((value) => Buffer.from(JSON.stringify(value))),
  json.map((value) => Buffer.from(escaped(JSON.stringify(value, null, 1)))),
  fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
  fc.tuple(words, fc.uint8Array({ maxLength: 4 })).map(([found, bytes]) => Buffer.concat([Buffer.from(found), bytes])),
)

const message: fc.Arbitrary<Message> = fc
  .tuple(
    fc.nat(),
    fc.oneof(topic, words),
    payload,
    fc.constantFrom(0 as const, 1 as const, 2 as const),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([age, name, bytes, qos, retain, isSent]) => {
    const common = { id: age, topic: name, payload: Uint8Array.from(bytes), qos, retain, at: now - age * 1_000 }
    return isSent
      ? { ...common, direction: 'sent', status: { name: 'acknowledged', roundTripMs: 3 } }
      : {
          ...common,
          direction: 'received',
          dup: false,
          properties: {
            userProperties: [
              ['q', '"q":1'],
              ['t', '"b":"'],
            ],
          },
        }
  })

/** Every number in JSON, and where it stands. */
function numbersIn(value: unknown, at: (string | number)[] = []): { path: (string | number)[]; value: number }[] {
  if (typeof value === 'number') return [{ path: at, value }]
  if (Array.isArray(value)) return value.flatMap((each, i) => numbersIn(each, [...at, i]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => numbersIn(each, [...at, key]))
}

const otherCase = (value: string) =>
  value
    .split('')
    .map((c) =>
      c.toUpperCase().length === 1 && c.toUpperCase() !== c
        ? c.toUpperCase()
        : c.toLowerCase().length === 1
          ? c.toLowerCase()
          : c,
    )
    .join('')

/** What a message meets: a piece of its text in either case, of its bytes, one of its numbers. */
function aimedAt({ topic: name, payload: bytes }: Message, random: number): Condition {
  const pick = (count: number, part: number) => Math.floor(((random * (part * 7 + 1)) % 1) * count)
  const body = Buffer.from(bytes).toString('utf8')
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    // no numbers then
  }
  const numbers = numbersIn(json)
  const number = numbers[pick(numbers.length, 1)]
  const kind = pick(4, 2)
  if (number && kind > 0) {
    const operator = (['>=', '<=', '=', '!='] as const)[pick(4, 3)] ?? '='
    return {
      kind: 'number',
      path: number.path,
      operator,
      value: number.value === 0 ? 0 : number.value,
      isExcluded: false,
    }
  }
  if (kind === 1 && bytes.length > 0) {
    const from = pick(bytes.length, 4)
    const piece = bytes.slice(from, from + 1 + pick(4, 5))
    return { kind: 'bytes', hex: Buffer.from(piece).toString('hex'), isExcluded: false }
  }
  const source = kind === 2 && body !== '' ? body : name
  const from = pick(source.length, 6)
  const piece = source.slice(from, from + 1 + pick(5, 7))
  return { kind: 'text', text: pick(2, 8) === 0 ? otherCase(piece) : piece, isExcluded: false }
}

/** Messages, and a query that is aimed at the first of them. */
const aimed = fc
  .tuple(
    query(2),
    fc.array(message, { minLength: 1, maxLength: 6 }),
    fc.nat(9_999).map((n) => n / 10_000),
  )
  .map(([{ conditions, isCaseSensitive }, messages, random]) => {
    const [first] = messages
    const own = first ? [aimedAt(first, random)] : []
    return { messages, wanted: { conditions: [...own, ...(random < 0.3 ? conditions : [])], isCaseSensitive } }
  })

const loose = fc.record({ wanted: query(3), messages: fc.array(message, { minLength: 1, maxLength: 8 }) })

/** What a query means, said without haste. */
function isMet(found: Condition, subject: Message, isCaseSensitive: boolean): boolean {
  const bytes = Buffer.from(subject.payload)
  const same = (a: string, b: string) => (isCaseSensitive ? a === b : simple(a) === simple(b))
  const contains = (hay: string, needle: string) =>
    [...Array(hay.length + 1).keys()].some((i) => same(hay.slice(i, i + needle.length), needle))
  const meets = (): boolean => {
    switch (found.kind) {
      case 'text': {
        const isText = bytes.equals(Buffer.from(bytes.toString('utf8')))
        return contains(subject.topic, found.text) || (isText && contains(bytes.toString('utf8'), found.text))
      }
      case 'bytes':
        return bytes.includes(Buffer.from(found.hex, 'hex'))
      case 'topic':
        return filterMatches(found.filter, subject.topic)
      case 'direction':
        return subject.direction === found.direction
      case 'qos':
        return subject.qos === found.qos
      case 'retained':
        return subject.retain === found.isRetained
      case 'time':
        return found.edge === 'after' ? subject.at >= resolve(found.moment) : subject.at < resolve(found.moment)
      case 'number':
        return isNumberMet(found, bytes.toString('utf8'))
    }
  }
  return meets() !== found.isExcluded
}

/** One letter at a time; what has no single lower case letter stays. */
const simple = (value: string) =>
  value
    .split('')
    .map((c) => (c === 'İ' ? 'i' : c === 'ς' ? 'σ' : c.toLowerCase()))
    .join('')

/** MQTT 5 §4.7 as a regular expression. */
function filterMatches(found: string, name: string): boolean {
  if (name.startsWith('$') && /^[+#]/.test(found)) return false
  const pattern = found
    .split('/')
    .map((each) => (each === '+' ? '[^/]*' : each === '#' ? '[^]*' : each))
    .join('/')
  return new RegExp(`^${pattern.replace('/[^]*', '(/[^]*)?')}$`).test(name)
}

function isNumberMet({ path: steps, operator, value }: Fact & { kind: 'number' }, source: string): boolean {
  let at: unknown
  try {
    at = JSON.parse(source)
  } catch {
    return false
  }
  for (const step of steps) {
    const isItem = Array.isArray(at) && typeof step === 'number'
    const isMember = typeof at === 'object' && at !== null && !Array.isArray(at) && typeof step === 'string'
    if (!isItem && !isMember) return false
    at = new Map(Object.entries(at as object)).get(String(step))
  }
  if (typeof at !== 'number') return false
  return {
    '>': at > value,
    '>=': at >= value,
    '<': at < value,
    '<=': at <= value,
    '=': at === value,
    '!=': at !== value,
  }[operator]
}

describe('a query', () => {
  it('is the same after it was written down and read again', () => {
    fc.assert(
      fc.property(query(5), (wanted) => {
        const { query: read, problem } = parseQuery(printQuery(wanted))
        expect(problem).toBeUndefined()
        expect(read).toEqual(wanted)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is read from any text at all, and what is read can be written', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), text(12))
    fc.assert(
      fc.property(anything, (typed) => {
        const { query: read, parts } = parseQuery(typed)
        expect(parseQuery(printQuery(read)).query).toEqual(read)
        for (const { from, to } of parts) expect(typed.slice(from, to).trim()).not.toBe('')
      }),
      { numRuns: 1_000 },
    )
  })

  it('is met by the messages that meet each of its conditions', () => {
    let hits = 0
    fc.assert(
      fc.property(fc.oneof(aimed, loose), ({ wanted, messages }) => {
        const matches = createMatcher(wanted, resolve)
        for (const subject of messages) {
          const expected = wanted.conditions.every((each) => isMet(each, subject, wanted.isCaseSensitive))
          hits += Number(expected)
          expect(matches(subject)).toBe(expected)
        }
      }),
      { numRuns: 1_000 },
    )
    expect(hits).toBeGreaterThan(1_000)
  })

  it('is never judged out of hand when the message meets it', () => {
    let hits = 0
    let left = 0
    fc.assert(
      fc.property(fc.oneof(aimed, loose), ({ wanted, messages }) => {
        const matches = createMatcher(wanted, resolve)
        const { from = -Infinity, to = Infinity, hasTopic, mayMatch } = createPrefilter(wanted, resolve)
        for (const subject of messages) {
          const record = JSON.stringify(storeEntry(subject))
          const isRead =
            subject.at >= from && subject.at <= to && hasTopic?.(subject.topic) !== false && mayMatch(record)
          if (!isRead) left += 1
          if (!matches(subject)) continue
          hits += 1
          expect({ isRead, record }).toEqual({ isRead: true, record })
        }
      }),
      { numRuns: 1_500 },
    )
    expect(hits).toBeGreaterThan(1_000)
    expect(left).toBeGreaterThan(1_000)
  })

  it('leaves out most of what it does not mean without decoding it', () => {
    const stored = (body: string, rest: Partial<ReceivedMessage> = {}) =>
      JSON.stringify(
        storeEntry({
          ...{ direction: 'received', id: 1, topic: 'site/a/temp', payload: Uint8Array.from(Buffer.from(body)) },
          ...{ qos: 0, retain: false, dup: false, at: now },
          ...rest,
        }),
      )
    const mayMatch = (typed: string, record: string) =>
      createPrefilter(parseQuery(typed).query, resolve).mayMatch(record)
    const record = stored('{"hum":40}')
    for (const typed of [
      'pump',
      '温度',
      '😀',
      'temp2>3',
      'qos:1',
      'dir:out',
      'retain:yes',
      'topic:site/+',
      '0x70756d70',
    ]) {
      expect([typed, mayMatch(typed, record)]).toEqual([typed, false])
    }
    for (const typed of ['HUM', 'hum>3', 'hum=40', 'qos:0', 'dir:in', 'retain:no', 'topic:site/#', '0x68756d']) {
      expect([typed, mayMatch(typed, record)]).toEqual([typed, true])
    }
  })
})

describe('folding', () => {
  it('keeps every unit of every character where it is, and parts stay parts', () => {
    for (let code = 0; code <= 0x1ffff; code += 1) {
      const character = String.fromCodePoint(code)
      const folded = fold(character)
      if (folded.length !== character.length) throw new Error(`U+${code.toString(16)} changes its length`)
      if (fold(`a${character}`) !== `a${folded}` || fold(`${character}b`) !== `${folded}b`) {
        throw new Error(`U+${code.toString(16)} depends on its neighbours`)
      }
    }
  })
})
