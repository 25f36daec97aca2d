import type { ReceivedMessage } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import type { LogFormat } from '@/core/transfer/logWriter'
import { fakeDocuments } from '@/services/documents/documents.fake'
import { exportLog, type ExportProgress } from './exportLog'
import { importLog } from './importLog'

const message = (id: number): ReceivedMessage => ({
  direction: 'received',
  id,
  at: 1_700_000_000_000 + id,
  topic: `温室/${id}`,
  payload: encodeUtf8(`payload ${id}`),
  qos: 1,
  retain: false,
  dup: false,
})

const about = { connection: '温室 一号', exportedAt: Date.UTC(2026, 0, 2, 3, 4, 5) }
const parts = (count: number, each: number) => {
  let done = 0
  return () => {
    if (done >= count) return Promise.resolve(undefined)
    const entries = Array.from({ length: each }, (_, i) => message(done * each + i + 1))
    done += 1
    return Promise.resolve({ entries, progress: done / count })
  }
}

const run = (overrides: Partial<Parameters<typeof exportLog>[0]> = {}) => {
  const documents = fakeDocuments()
  const told: ExportProgress[] = []
  const file = exportLog({
    documents,
    format: 'jsonl',
    about,
    next: parts(4, 500),
    onProgress: (progress) => told.push(progress),
    isCancelled: () => false,
    ...overrides,
  })
  return { documents, told, file }
}

describe('a log on its way out', () => {
  it('is written in parts with its progress, and given under a name of its own', async () => {
    const { documents, told, file } = run()
    await (await file)?.give()
    expect(documents.given).toHaveLength(1)
    expect(documents.given[0]?.name).toBe('温室-一号-20260102-030405.jsonl')
    expect(documents.given[0]?.text.split('\n')).toHaveLength(2002)
    expect(told.map(({ entries }) => entries)).toEqual([500, 1000, 1500, 2000])
    expect(told[3]?.progress).toBe(1)
  })

  it.each(['jsonl', 'json', 'csv'] satisfies LogFormat[])('is not written a message at a time: %s', async (format) => {
    const documents = fakeDocuments()
    const written: number[] = []
    const create = documents.create.bind(documents)
    documents.create = async (...args) => {
      const document = await create(...args)
      return { ...document, write: (text) => (written.push(text.length), document.write(text)) }
    }
    await run({ documents, format }).file
    expect(written.length).toBeLessThan(10)
    expect(Math.max(...written)).toBeLessThan(70_000)
  })

  it('leaves nothing when it is cancelled', async () => {
    let asked = 0
    const { documents, file } = run({ isCancelled: () => (asked += 1) > 700 })
    expect(await file).toBeUndefined()
    expect(documents.given).toEqual([])
  })

  it('is discarded when the log cannot be read', async () => {
    const documents = fakeDocuments()
    let isDiscarded = false
    const create = documents.create.bind(documents)
    documents.create = async (...args) => {
      const document = await create(...args)
      return { ...document, discard: () => ((isDiscarded = true), document.discard()) }
    }
    await expect(run({ documents, next: () => Promise.reject(new Error('torn')) }).file).rejects.toThrow('torn')
    expect(isDiscarded).toBe(true)
  })
})

describe('a log that comes in', () => {
  const open = async (content: string | Uint8Array) => {
    const documents = fakeDocuments()
    documents.offered = { name: 'their.jsonl', content }
    const document = await documents.pick(['jsonl'])
    if (!document) throw new Error('nothing was chosen')
    const told: number[] = []
    const opened = await importLog({ document, onProgress: (p) => told.push(p), isCancelled: () => false })
    return { opened, told }
  }

  it('is what went out, over parts that cut characters', async () => {
    const { documents, file } = run({ next: parts(8, 500) })
    await (await file)?.give()
    const { opened, told } = await open(documents.given[0]?.text ?? '')
    expect(opened?.found).toEqual({ connection: '温室 一号', entries: 4000, bad: 0, problems: [] })
    expect(opened?.entries.map(({ id }) => id)).toEqual(Array.from({ length: 4000 }, (_, i) => i + 1))
    expect(told.length).toBeGreaterThan(1)
    expect(told[told.length - 1]).toBe(1)
  })

  it('comes in the order of its times, whichever way the file goes', async () => {
    const lines = [3, 1, 2].map((second) =>
      JSON.stringify({ direction: 'received', time: `2026-01-01T00:00:0${second}Z`, topic: String(second), qos: 0 }),
    )
    const { opened } = await open(lines.join('\n'))
    expect(opened?.entries.map((entry) => entry.direction === 'received' && entry.topic)).toEqual(['1', '2', '3'])
  })

  it('is nothing but problems for a picture', async () => {
    const { opened } = await open(Uint8Array.from({ length: 5000 }, (_, i) => (i * 31) & 0xff))
    expect(opened?.entries).toEqual([])
    expect(opened?.found.bad).toBeGreaterThan(0)
  })
})
