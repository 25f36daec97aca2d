/** What a message costs in the journal: bytes on the disk, and CPU from record to commit and back. */
import type { ReceivedMessage } from '@/core/message/message'
import { fakeFiles } from '@/services/files/files.fake'
import { openJournal } from '@/services/journal/journal'

const count = 5_000
const now = Date.now()

const payloads: Record<string, (i: number) => Buffer> = {
  'JSON of 100 bytes': (i) => Buffer.from(`{"deviceId":"sensor-7","temp":21.${i % 10},"hum":40}`.padEnd(100)),
  'text of 100 bytes': () => Buffer.from('a'.repeat(100)),
  'Chinese, 99 bytes': () => Buffer.from('温'.repeat(33)),
  '100 bytes, not UTF-8': () => Buffer.alloc(100, 0xe9),
}

const message = (i: number, payload: Buffer): ReceivedMessage => ({
  direction: 'received',
  id: now * 1_000 + i,
  topic: 'site/greenhouse/1/temp',
  payload: Uint8Array.from(payload),
  qos: 1,
  retain: false,
  dup: false,
  at: now + i,
})

async function measure(name: string, payload: (i: number) => Buffer, perTurn: number): Promise<void> {
  const files = fakeFiles()
  const failed = (error: Error) => {
    throw error
  }
  const journal = openJournal(files)('bench', failed)
  await journal.loaded
  const messages = Array.from({ length: count }, (_, i) => message(i, payload(i)))
  const started = process.cpuUsage()
  for (let i = 0; i < count; i += perTurn) {
    for (const each of messages.slice(i, i + perTurn)) journal.add(each)
    await new Promise<void>((resolve) => journal.whenCommitted(resolve))
  }
  const { user } = process.cpuUsage(started)
  await new Promise((resolve) => setImmediate(resolve))
  let bytes = 0
  for (const text of files.records.values()) bytes += Buffer.byteLength(text)
  const loading = process.cpuUsage()
  const { entries } = await openJournal(fakeFiles(files.records))('bench', failed).loaded
  const loadMs = process.cpuUsage(loading).user / 1_000
  const each = (bytes / count).toFixed(0)
  const turn = `${perTurn} a turn`.padEnd(11)
  console.log(
    `${name.padEnd(22)} ${turn} ${each} bytes, ${(user / count).toFixed(1)} µs a message; ${entries.length} read back in ${loadMs.toFixed(0)} ms`,
  )
}

async function main(): Promise<void> {
  for (const [name, payload] of Object.entries(payloads)) {
    for (const perTurn of [1, 20]) await measure(name, payload, perTurn)
  }
}

void main()
