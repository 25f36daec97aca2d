/** Runs in a process of its own, with a JIT or without; prints {@link Figures} as JSON: CPU, so that a busy machine counts little. */
import type { ReceivedMessage } from '@/core/message/message'
import { fakeFiles } from '@/services/files/files.fake'
import { createHistory } from '@/services/history/history'
import type { HistoryReader } from '@/services/history/types'
import { openJournal } from '@/services/journal/journal'
import { sumOfBytes, sumOfText } from '@/services/journal/checksum'

export interface Figures {
  /** CPU of one message, µs, by how many come in one turn */
  append: Record<string, number>
  /** of these, the checksum of a record */
  checksum: number
  stored: { messages: number; bytes: number; segments: number }
  /** ms of a cold start: until the newest are there */
  open: number
  /** the 200 newest by a reader, from a cold start, ms */
  newest: number
  /** all of it, ms: decoded, and looked at only */
  decoded: number
  scanned: number
  /** the longest of one turn of a reader, ms */
  longest: number
  /** a cold start's look at what is stored, for the budget, ms; without what stands beside the segments, too */
  usage: number
  usageAnew: number
}

const [mostMegabytes = 50, readBack = 100_000, appended = 20_000] = process.argv.slice(2).map(Number)
const now = Date.now()
const json = (i: number) => `{"deviceId":"sensor-${i % 50}","temp":21.${i % 10},"hum":40,"n":${i}`.padEnd(199) + '}'

const message = (i: number): ReceivedMessage => ({
  direction: 'received',
  id: now * 1_000 + i,
  topic: `site/greenhouse/${i % 20}/temp`,
  payload: Uint8Array.from(Buffer.from(json(i))),
  qos: 1,
  retain: false,
  dup: false,
  at: now + i,
})

const cpuMs = () => process.cpuUsage().user / 1_000
const fail = (error: Error) => {
  throw error
}

function opened(records?: Map<string, string>) {
  const files = fakeFiles(records)
  const history = createHistory(files, () => now, { totalBytes: Infinity })
  return { files, history, journal: openJournal(files, undefined, () => 0, history)('bench', fail) }
}

async function fill(rig: ReturnType<typeof opened>, count: number, perTurn: number, from = 0): Promise<number> {
  const { journal } = rig
  await journal.loaded
  let spent = 0
  for (let i = 0; i < count; i += perTurn) {
    const messages = Array.from({ length: perTurn }, (_, n) => message(from + i + n))
    const started = cpuMs()
    for (const each of messages) journal.add(each)
    await new Promise<void>((resolve) => journal.whenCommitted(resolve))
    spent += cpuMs() - started
  }
  await new Promise((resolve) => setImmediate(resolve))
  return (spent * 1_000) / count
}

/** @param enough entries, or the end */
async function read(reader: HistoryReader, enough = Infinity) {
  let [entries, scanned, longest] = [0, 0, 0]
  for (;;) {
    const started = cpuMs()
    const part = await reader.next()
    longest = Math.max(longest, cpuMs() - started)
    if (!part) break
    entries += part.entries.length
    scanned += part.scanned
    if (entries >= enough) break
  }
  return { entries, scanned, longest }
}

async function timed<T>(run: () => Promise<T>): Promise<[ms: number, result: T]> {
  const started = cpuMs()
  const result = await run()
  return [cpuMs() - started, result]
}

/** The rest of the code has been met once by then. */
async function warmUp(): Promise<void> {
  const rig = opened()
  await fill(rig, 2_000, 20)
  await read(rig.history.reader('bench'))
}

async function main(): Promise<void> {
  await warmUp()
  const append: Record<string, number> = {}
  for (const perTurn of [1, 20, 200]) append[perTurn] = await fill(opened(), appended, perTurn)
  const sample = message(1)
  const started = cpuMs()
  const head = json(1).slice(0, 90)
  for (let i = 0; i < appended; i += 1) sumOfBytes(sample.payload, sumOfText(head))
  const checksum = ((cpuMs() - started) * 1_000) / appended

  const rig = opened()
  await fill(rig, readBack, 200)
  const [decoded] = await timed(() => read(rig.history.reader('bench')))
  const [scanned] = await timed(() =>
    read(rig.history.reader('bench', { mayMatch: (text) => text.includes('missing') })),
  )
  const { longest } = await read(rig.history.reader('bench'))

  let messages = readBack
  const bytes = () => [...rig.files.records.values()].reduce((sum, text) => sum + text.length, 0)
  for (; bytes() < mostMegabytes * 1e6; messages += 10_000) await fill(rig, 10_000, 200, messages)
  const { records } = rig.files
  const [open] = await timed(() => opened(records).journal.loaded)
  const [newest] = await timed(() => read(opened(records).history.reader('bench'), 200))
  const [usage] = await timed(() => opened(records).history.usage())
  const bare = new Map([...records].filter(([path]) => !path.startsWith('index/')))
  const [usageAnew] = await timed(() => opened(bare).history.usage())
  const stored = {
    messages,
    bytes: bytes(),
    segments: [...records.keys()].filter((p) => p.startsWith('journal/')).length,
  }
  const figures: Figures = { append, checksum, stored, open, newest, decoded, scanned, longest, usage, usageAnew }
  console.log(JSON.stringify(figures))
}

void main()
