import type { Message, ReceivedMessage, TimelineEntry } from '@/core/message/message'
import { parseQuery } from '@/core/message/search/parseQuery'
import { encodeUtf8 } from '@/core/payload/utf8'
import type { HistoryPart, ReadOptions } from '@/services/history/types'
import { maxHits, pageHits, Search, type SearchState } from './search'

const message = (id: number, payload: string, rest: Partial<ReceivedMessage> = {}): Message => ({
  ...{
    direction: 'received',
    id,
    topic: 'site/a',
    payload: encodeUtf8(payload),
    qos: 0,
    retain: false,
    dup: false,
    at: id,
  },
  ...rest,
})

/** Stored messages in parts; every `next()` waits until the test lets it go. */
class Shelf {
  options: ReadOptions | undefined
  keptEntries: TimelineEntry[] = []
  reads = 0
  private waiting: (() => void) | undefined
  private now = 0
  readonly timers: (() => void)[] = []
  costMs = 0

  constructor(private readonly parts: (TimelineEntry[] | Error)[]) {}

  readonly history = {
    reader: (_profileId: string, options?: ReadOptions) => {
      this.options = options
      let at = 0
      return {
        next: async (): Promise<HistoryPart | undefined> => {
          this.reads += 1
          await new Promise<void>((resolve) => (this.waiting = resolve))
          this.now += this.costMs
          const entries = this.parts[at]
          at += 1
          if (entries instanceof Error) throw entries
          return entries && { entries, scanned: entries.length, progress: at / this.parts.length, damaged: 1 }
        },
      }
    },
    kept: () => Promise.resolve(this.keptEntries),
  }

  readonly clock = {
    now: () => this.now,
    setTimer: (run: () => void) => {
      this.timers.push(run)
      return () => void this.timers.splice(this.timers.indexOf(run), 1)
    },
  }

  /** The reader answers, and all that follows without a timer happens. */
  async answer(): Promise<void> {
    this.waiting?.()
    await settled()
  }

  async tick(): Promise<void> {
    for (const run of this.timers.splice(0)) run()
    await settled()
  }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

function open(parts: (TimelineEntry[] | Error)[]) {
  const shelf = new Shelf(parts)
  let emit: (entry: TimelineEntry) => void = () => {}
  const follow = (listener: (entry: TimelineEntry) => void) => {
    emit = listener
    return () => (emit = () => {})
  }
  const search = new Search('p1', { ...shelf, follow })
  const close = search.open()
  const state = (): SearchState => search.store.getState()
  const start = (text: string) => search.start(parseQuery(text).query)
  return {
    shelf,
    search,
    state,
    start,
    close,
    emit: (entry: TimelineEntry) => emit(entry),
    ids: () => state().hits.map(({ id }) => id),
  }
}

/** Newest first, from `newest` down. */
const many = (newest: number, count: number, payload = 'pump') =>
  Array.from({ length: count }, (_, i) => message(newest - i, payload))

describe('a search', () => {
  it('shows the first hit before the reader has gone on, and tells how far it is', async () => {
    const { shelf, state, start, ids } = open([[message(9, 'pump on'), message(8, 'fan')], [message(3, 'PUMP')]])
    start('pump')
    expect(state()).toMatchObject({ phase: 'searching', hits: [] })
    await shelf.answer()
    expect(ids()).toEqual([9])
    await shelf.answer()
    await shelf.answer()
    expect(ids()).toEqual([9, 3])
    expect(state()).toMatchObject({ phase: 'done', progress: 1, scanned: 3, damaged: 2 })
  })

  it('looks for nothing without a condition', () => {
    const { shelf, state, start } = open([])
    start('  ')
    expect(state().phase).toBe('idle')
    expect(shelf.reads).toBe(0)
  })

  it('tells the reader what need not be decoded', () => {
    const { shelf, start } = open([])
    start('pump topic:site/# after:1h')
    expect(shelf.options?.mayMatch?.('{"t":"site/a","p":"fan"}')).toBe(false)
    expect(shelf.options?.mayMatch?.('{"t":"site/a","p":"Pump"}')).toBe(true)
    expect(shelf.options?.hasTopic?.('other')).toBe(false)
    expect(shelf.options?.from).toBe(-3_600_000)
  })

  it('stops at a page, and reads on when more is asked for, within the part and after it', async () => {
    const { shelf, search, state, start, ids } = open([many(1_000, 80), many(900, 80)])
    start('pump')
    await shelf.answer()
    expect([state().phase, ids().length, shelf.reads]).toEqual(['paused', pageHits, 1])
    search.more()
    await settled()
    expect(shelf.reads).toBe(2)
    await shelf.answer()
    expect([state().phase, ids().length]).toEqual(['paused', 2 * pageHits])
    expect(ids().slice(78, 82)).toEqual([922, 921, 900, 899])
  })

  it('holds a thousand and asks to be refined', async () => {
    const { shelf, search, state, start } = open([many(9_000, 5_000)])
    start('pump')
    await shelf.answer()
    for (let page = 1; page < 40; page += 1) {
      search.more()
      await settled()
    }
    expect([state().phase, state().hits.length]).toEqual(['full', maxHits])
  })

  it('ends when it is told to, keeps what it has, and can go on', async () => {
    const { shelf, search, state, start, ids } = open([
      [message(9, 'pump')],
      [message(8, 'pump')],
      [message(7, 'pump')],
    ])
    start('pump')
    await shelf.answer()
    search.stop()
    expect([state().phase, ids()]).toEqual(['stopped', [9]])
    // goes on while the reader has not answered yet: one loop, nothing twice
    search.more()
    await shelf.answer()
    await shelf.answer()
    await shelf.answer()
    expect([state().phase, ids()]).toEqual(['done', [9, 8, 7]])
  })

  it('forgets what it was looking for when it looks for something else', async () => {
    const { shelf, state, start, ids } = open([[message(9, 'pump'), message(8, 'fan')]])
    start('pump')
    const late = shelf.answer.bind(shelf)
    start('fan')
    await late()
    expect([state().phase, ids()]).toEqual(['searching', [8]])
  })

  it('gives the thread back when a slice is over', async () => {
    const { shelf, state, start } = open([many(1_000, 20), many(900, 10)])
    shelf.costMs = 30
    start('pump')
    await shelf.answer()
    // nothing more happens until the timer fires
    expect(shelf.timers).toHaveLength(1)
    expect(shelf.reads).toBe(1)
    await shelf.tick()
    expect(state().hits).toHaveLength(1)
    expect(shelf.reads).toBe(2)
  })

  it('sets aside what comes meanwhile, once, until it is asked for', async () => {
    const { shelf, search, state, start, emit, ids } = open([[message(9, 'pump')], [message(8, 'pump')]])
    start('pump')
    emit(message(9, 'pump'))
    emit(message(10, 'pump'))
    emit(message(11, 'fan'))
    emit({ direction: 'gap', id: 12, from: 1, at: 2, caughtUp: 0, cause: 'hidden' })
    await shelf.answer()
    await shelf.tick()
    // 9 was not read any more: it had come already
    expect([ids(), state().arrived.map(({ id }) => id)]).toEqual([[], [10, 9]])
    search.showArrived()
    expect(ids()).toEqual([10, 9])
    await shelf.answer()
    await shelf.answer()
    expect(ids()).toEqual([10, 9, 8])
    expect(state().arrived).toEqual([])
  })

  it('finds what is kept after all that is stored, once', async () => {
    const { shelf, start, ids } = open([[message(9, 'pump')]])
    shelf.keptEntries = [message(2, 'pump'), message(3, 'pump'), message(4, 'fan'), message(9, 'pump')]
    start('pump')
    await shelf.answer()
    await shelf.answer()
    expect(ids()).toEqual([9, 3, 2])
  })

  it('says when storage fails, with what was found before', async () => {
    const { shelf, state, start, ids } = open([[message(9, 'pump')], new Error('gone')])
    start('pump')
    await shelf.answer()
    await shelf.answer()
    expect([state().phase, ids()]).toEqual(['failed', [9]])
  })

  it('is over when its page is', async () => {
    const { shelf, state, start, close, emit } = open([[message(9, 'pump')]])
    start('pump')
    close()
    await shelf.answer()
    emit(message(10, 'pump'))
    expect(state().hits).toEqual([])
    expect(shelf.timers).toEqual([])
  })

  it('marks hits in topic and payload, in text and in bytes', async () => {
    const { shelf, state, start } = open([[message(9, 'a Pump', { topic: 'site/pump' })]])
    start('pump')
    await shelf.answer()
    expect(state().hits[0]).toMatchObject({
      topicRanges: [{ from: 5, to: 9 }],
      payload: { kind: 'text', text: 'a Pump', ranges: [{ from: 2, to: 6 }] },
    })
    start('0x7075')
    await shelf.answer()
    expect(state().hits[0]).toBeUndefined()
    start('0x50756d')
    await shelf.answer()
    expect(state().hits[0]?.payload).toEqual({
      kind: 'bytes',
      text: '61 20 50 75 6d 70',
      ranges: [{ from: 6, to: 14 }],
    })
  })
})
