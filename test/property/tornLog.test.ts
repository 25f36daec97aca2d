import type { ReceivedMessage, TimelineEntry } from '@/core/message/message'
import { decodeUtf8, encodeUtf8 } from '@/core/payload/utf8'
import { storeEntry } from '@/core/message/storedEntry'
import type * as defaults from '@/core/profile/defaults'
import { blocksOf } from '@/services/files/blocks'
import { fakeFiles } from '@/services/files/files.fake'
import { createHistory } from '@/services/history/history'
import { openJournal } from '@/services/journal/journal'
import { journalRoot } from '@/services/journal/segments'

// small, so that there are several segments
jest.mock('@/core/profile/defaults', () => {
  const { sessionDefaults, ...rest } = jest.requireActual<typeof defaults>('@/core/profile/defaults')
  return { ...rest, sessionDefaults: { ...sessionDefaults, journalSegmentLength: 2_000 } }
})

/** For more of them: `TORN_LOG_RUNS=20000`. */
const runs = Number(process.env.TORN_LOG_RUNS ?? 1_000)
const clock = { now: () => 1_795_000_000_000, setTimer: () => () => undefined }

/** Repeatable, in [0, 1). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const payloads = ['21.5', '{"温度":21.5,"单位":"℃"}', 'line\nline\t"quoted" \\ \u001e \u0004', '🌱'.repeat(9), '']

function messageOf(id: number, random: () => number): ReceivedMessage {
  const payload = id % 7 === 0 ? Uint8Array.from({ length: 20 }, () => random() * 256) : undefined
  return {
    ...{ direction: 'received', id, qos: 1, retain: id % 5 === 0, dup: false, at: id },
    topic: id % 3 === 0 ? '温室/1' : 'site/1/temp',
    payload: payload ?? encodeUtf8(payloads[id % payloads.length] ?? ''),
  }
}

/** The stored segments as bytes: what the disk has, whatever it holds. */
async function stored(count: number) {
  const files = fakeFiles()
  const random = randomOf(7)
  const journal = openJournal(files, clock)('p', () => undefined)
  await journal.loaded
  const entries: ReceivedMessage[] = []
  for (let id = 1; id <= count; id += 1) {
    const entry = messageOf(id, random)
    entries.push(entry)
    journal.add(entry)
    if (id % 4 === 0) journal.set(`out/${id % 5}`, { n: id, text: '温' })
    // blocks of one record to six
    if (random() < 0.3) await new Promise<void>((resolve) => journal.whenCommitted(resolve))
  }
  await new Promise<void>((resolve) => journal.whenCommitted(resolve))
  const segments = new Map<string, Uint8Array>()
  for (const [path, text] of files.records) if (path.startsWith(journalRoot)) segments.set(path, encodeUtf8(text))
  return { segments, entries: new Map(entries.map((entry) => [entry.id, jsonOf(entry)])) }
}

const jsonOf = (entry: TimelineEntry) => JSON.stringify(storeEntry(entry))

interface Span {
  /** of the record's bytes in the file, its beginning included */
  from: number
  to: number
  id: number
  /** where its block ends, line feed included */
  blockEnd: number
}

/** Where the records of entries stand, found without the reader that is tested. */
function spansOf(bytes: Uint8Array): Span[] {
  const spans: Span[] = []
  let open: Span[] = []
  let record: { from: number } | undefined
  const close = (to: number) => {
    const text = record && decodeUtf8(bytes.subarray(record.from, to))
    const id = text?.startsWith('\u001ee') && /"id":(\d+)/.exec(text)?.[1]
    if (record && id) open.push({ from: record.from, to, id: Number(id), blockEnd: 0 })
    record = undefined
  }
  bytes.forEach((byte, i) => {
    if (byte === 0x1e || byte === 0x04) close(i)
    if (byte === 0x1e) record = { from: i }
    if (byte !== 0x0a) return
    spans.push(...open.map((span) => ({ ...span, blockEnd: i + 1 })))
    open = []
  })
  return spans
}

interface Damage {
  path: string
  /** what is left of the file, if it was cut */
  length?: number
  /** bytes with a flipped bit */
  flipped: { at: number; bit: number }[]
}

function damageOf(segments: Map<string, Uint8Array>, random: () => number): Damage {
  const paths = [...segments.keys()]
  const path = paths[Math.floor(random() * paths.length)] ?? ''
  const { length = 0 } = segments.get(path) ?? {}
  const flip = () => ({ at: Math.floor(random() * length), bit: Math.floor(random() * 8) })
  const kind = random()
  if (kind < 0.3) return { path, length: Math.floor(random() * length), flipped: [] }
  return { path, flipped: Array.from({ length: kind < 0.8 ? 1 : 1 + Math.floor(random() * 8) }, flip) }
}

function damaged(bytes: Uint8Array, { length = bytes.length, flipped }: Damage): Uint8Array {
  const copy = bytes.slice(0, length)
  for (const { at, bit } of flipped) if (at < length) copy[at] = (copy[at] ?? 0) ^ (1 << bit)
  return copy
}

/** Entries of the file whose bytes are as they were, and whose block was there to its end. */
function intactIn(spans: readonly Span[], { length = Infinity, flipped }: Damage): number[] {
  const isTouched = ({ from, to }: Span) => flipped.some(({ at }) => at >= from && at < to)
  return spans.filter((span) => span.blockEnd <= length && !isTouched(span)).map(({ id }) => id)
}

type Form = (bytes: Uint8Array, damage: Damage, whole: Uint8Array) => string[]

/** WeChat: one file of UTF-8. */
const asFile: Form = (bytes) => blocksOf(decodeUtf8(bytes))

/** IndexedDB: a block is a value of its own, so that damage stays within one; the last is there or not. */
const asBlocks: Form = (_bytes, damage, whole) => {
  const blocks: string[] = []
  let from = 0
  whole.forEach((byte, i) => {
    if (byte !== 0x0a) return
    const within = { ...damage, flipped: damage.flipped.filter(({ at }) => at >= from && at < i) }
    const flipped = within.flipped.map(({ at, bit }) => ({ at: at - from, bit }))
    if (i < (damage.length ?? Infinity)) blocks.push(decodeUtf8(damaged(whole.slice(from, i), { path: '', flipped })))
    from = i + 1
  })
  return blocks
}

async function readBack(texts: Map<string, string[]>, path: string, damagedTexts: string[]) {
  const files = fakeFiles(new Map([...texts.keys()].map((each) => [each, ''])))
  files.read = (each) => Promise.resolve(each === path ? damagedTexts : (texts.get(each) ?? []))
  return openBoth(files)
}

/** By the start of a session, and by a reader. */
async function openBoth(files: ReturnType<typeof fakeFiles>) {
  const history = createHistory(files, clock.now)
  const journal = openJournal(
    files,
    clock,
    () => 0.5,
    history,
  )('p', (error) => {
    throw error
  })
  const { damaged: atStart, facts } = await journal.loaded
  const restored = new Map<number, string>()
  let damaged = 0
  const reader = history.reader('p')
  for (let part = await reader.next(); part; part = await reader.next()) {
    for (const entry of part.entries) restored.set(entry.id, jsonOf(entry))
    damaged += part.damaged
  }
  return { restored, damaged: Math.max(damaged, atStart), facts }
}

describe.each([
  ['files', asFile],
  ['blocks', asBlocks],
] as const)('a log in %s, cut and with flipped bits', (_name, form) => {
  it(`opens, has every record whose bytes are whole and no other, and says what it lacks; ${runs / 2} times`, async () => {
    const { segments, entries } = await stored(160)
    expect(segments.size).toBeGreaterThan(5)
    const spans = new Map([...segments].map(([path, bytes]) => [path, spansOf(bytes)]))
    expect([...spans.values()].reduce((sum, { length }) => sum + length, 0)).toBe(entries.size)
    const texts = new Map([...segments].map(([path, bytes]) => [path, form(bytes, { path, flipped: [] }, bytes)]))
    const random = randomOf(form === asFile ? 1 : 2)
    let lost = 0
    for (let run = 0; run < runs / 2; run += 1) {
      const damage = damageOf(segments, random)
      const whole = segments.get(damage.path) ?? new Uint8Array(0)
      const found = form(damaged(whole, damage), damage, whole)
      const { restored, damaged: told } = await readBack(texts, damage.path, found)
      const ofFile = spans.get(damage.path) ?? []
      const intact = new Set(intactIn(ofFile, damage))
      const missing = ofFile.filter(({ id }) => !restored.has(id)).map(({ id }) => id)
      expect({ damage, missing: missing.filter((id) => intact.has(id)) }).toEqual({ damage, missing: [] })
      for (const [id, json] of restored) if (json !== entries.get(id)) expect({ damage, json }).toBe(entries.get(id))
      expect(restored.size).toBe(entries.size - missing.length)
      // nothing of a block that was cut
      if (damage.length !== undefined)
        expect(missing).toEqual(ofFile.map(({ id }) => id).filter((id) => !intact.has(id)))
      // what was cut off was never committed, for all that anybody can know
      if (missing.length > 0 && damage.length === undefined) expect({ damage, told }).not.toEqual({ damage, told: 0 })
      lost += missing.length
    }
    expect(lost).toBeGreaterThan(runs / 4)
  })
})
