import fc from 'fast-check'
import type { ReceivedMessage } from '@/core/message/message'
import type * as defaults from '@/core/profile/defaults'
import { encodeUtf8 } from '@/core/payload/utf8'
import { endMark } from '@/services/files/blocks'
import { fakeFiles, type FakeFiles, type FileFate } from '@/services/files/files.fake'
import { createHistory } from '@/services/history/history'
import { openJournal } from '@/services/journal/journal'
import type { Journal, Restored } from '@/services/journal/types'

// small, so that every run has several segments
jest.mock('@/core/profile/defaults', () => {
  const { sessionDefaults, ...rest } = jest.requireActual<typeof defaults>('@/core/profile/defaults')
  return { ...rest, sessionDefaults: { ...sessionDefaults, journalSegmentLength: 400 } }
})

const clock = { now: () => 1_795_000_000_000, setTimer: () => () => undefined }

type Step =
  | { do: 'set'; key: string; value: number }
  | { do: 'delete'; key: string }
  | { do: 'add'; text: string }
  | { do: 'ask' }
  /** the turn ends; so many microtasks pass */
  | { do: 'wait'; microtasks: number }
  | { do: 'retry' }
  /** the app is killed, at rest or at work, and starts again */
  | { do: 'kill' }
  | { do: 'close' }

const key = fc.constantFrom('out/1', 'in/2', 'sub/#', '__proto__', '"\n温')
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant('set' as const), key, value: fc.nat(3) }), weight: 4 },
  { arbitrary: fc.record({ do: fc.constant('delete' as const), key }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('add' as const), text: fc.string({ unit: 'binary' }) }), weight: 4 },
  { arbitrary: fc.constant({ do: 'ask' as const }), weight: 4 },
  { arbitrary: fc.record({ do: fc.constant('wait' as const), microtasks: fc.nat(12) }), weight: 6 },
  fc.constant({ do: 'retry' as const }),
  fc.constant({ do: 'kill' as const }),
  fc.constant({ do: 'close' as const }),
)

const fate: fc.Arbitrary<FileFate> = fc.oneof(
  fc.constantFrom<FileFate>('failed', 'doneAndFailed', 'killedBefore', 'killedAfter'),
  fc.record({ tornAt: fc.nat(200) }),
  fc.record({ failedAt: fc.nat(200) }),
)
/** what happens to some of the calls, by their number over all starts */
const fates = fc.dictionary(fc.nat(60).map(String), fate, { maxKeys: 8 })

interface State {
  facts: [string, unknown][]
  ids: number[]
}

/** The app over its starts, and what it may expect to find. */
class App {
  journal!: Journal
  port!: FakeFiles
  /** as they were at the end of every turn; the first is what is certainly there */
  turns: State[] = [{ facts: [], ids: [] }]
  starts = 0
  private facts = new Map<string, unknown>()
  private ids: number[] = []
  private lastId = 0
  private calls = 0
  private failures = 0
  private asked: { turn: State; isCalled: boolean }[] = []

  constructor(private readonly fates: Record<string, FileFate>) {
    this.port = fakeFiles()
  }

  async start(): Promise<void> {
    for (;;) {
      this.starts += 1
      this.port = fakeFiles(this.port.records)
      this.port.fate = () => this.fates[this.calls++] ?? 'done'
      this.failures = 0
      const { port } = this
      const history = createHistory(port, clock.now, { totalBytes: isLimited ? 3_000 : 1e9 })
      const journal = openJournal(port, clock, () => 0, history)('p', () => (this.failures += port.isKilled ? 0 : 1))
      this.journal = journal
      let restored: Restored | undefined
      void journal.loaded.then((found) => (restored = found))
      await settle()
      if (port.isKilled) continue
      if (this.failures > 0) {
        // it could not be read: nothing is known before a retry
        expect(restored).toBeUndefined()
        port.fate = () => 'done'
        this.journal.retry()
        await settle()
      }
      if (!restored) throw new Error('it neither loads nor fails')
      this.verify(restored)
      return
    }
  }

  /** What is restored is the end of a turn, and none before the last that was committed. */
  private verify({ facts, entries, damaged }: Restored): void {
    expect(damaged).toBe(0)
    const found = { facts: sorted(facts), ids: entries.map(({ id }) => id) }
    expect(found.ids).toEqual([...new Set(found.ids)])
    const same = this.turns.filter((turn) => isLike(turn, found))
    if (same.length === 0) expect(found).toEqual({ oneOf: this.turns })
    this.facts = new Map(facts)
    this.ids = [...found.ids]
    this.asked = []
    this.turns = [found]
  }

  /** Steps of one turn have nothing between them. */
  perform(step: Step): Promise<void> | undefined {
    const { journal } = this
    switch (step.do) {
      case 'set':
        journal.set(step.key, { n: step.value })
        this.facts.set(step.key, { n: step.value })
        return
      case 'delete':
        journal.delete(step.key)
        this.facts.delete(step.key)
        return
      case 'add':
        journal.add(message(++this.lastId, step.text))
        this.ids.push(this.lastId)
        return
      case 'ask':
        this.ask()
        return
      case 'retry':
        journal.retry()
        return
      default:
        this.endTurn()
        return this.rest(step)
    }
  }

  private async rest(step: Step): Promise<void> {
    if (step.do === 'wait') for (let i = 0; i < step.microtasks; i += 1) await Promise.resolve()
    else {
      if (step.do === 'close') {
        this.journal.close()
        await settle()
      }
      this.port.isKilled = true
    }
    if (this.port.isKilled) await this.start()
  }

  private ask(): void {
    this.endTurn()
    const asked = { turn: this.turns[this.turns.length - 1]!, isCalled: false }
    this.asked.push(asked)
    const { port } = this
    this.journal.whenCommitted(() => {
      // answered before the kill: the app has not seen it
      if (port.isKilled) return
      expect(this.asked.find(({ isCalled }) => !isCalled)).toBe(asked)
      asked.isCalled = true
      this.turns = this.turns.slice(this.turns.indexOf(asked.turn))
    })
  }

  private endTurn(): void {
    this.turns.push({ facts: sorted(this.facts), ids: [...this.ids] })
  }

  /** With nothing in the way any more, everything is committed. */
  async finish(): Promise<void> {
    this.endTurn()
    await settle()
    if (this.port.isKilled) await this.start()
    this.port.fate = () => 'done'
    this.ask()
    await settle()
    this.journal.retry()
    await settle()
    expect(this.asked.filter(({ isCalled }) => !isCalled)).toEqual([])
    const last = this.turns.slice(-1)
    this.port.isKilled = true
    await this.start()
    expect(isLike(last[0]!, this.turns[0]!)).toBe(true)
  }
}

let isLimited = false

function limit(isOn: boolean): void {
  isLimited = isOn
}

const sorted = (facts: ReadonlyMap<string, unknown>) => [...facts].sort(([a], [b]) => (a < b ? -1 : 1))

/** Old entries may have been dropped where {@link limit} says so. */
function isLike(turn: State, found: State): boolean {
  const dropped = turn.ids.length - found.ids.length
  const isSuffix =
    dropped >= 0 &&
    (isLimited || dropped === 0) &&
    JSON.stringify(turn.ids.slice(dropped)) === JSON.stringify(found.ids)
  return isSuffix && JSON.stringify(turn.facts) === JSON.stringify(found.facts)
}

const message = (id: number, text: string): ReceivedMessage => ({
  direction: 'received',
  id,
  topic: 't',
  payload: encodeUtf8(text),
  qos: 1,
  retain: false,
  dup: false,
  at: id,
})

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a journal whose app is killed', () => {
  it.each([false, true])(
    'has what was committed, whole turns only, every entry once; short of space: %s',
    async (isOn) => {
      limit(isOn)
      let starts = 0
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 80 }), fates, async (steps, fates) => {
          const app = new App(fates)
          await app.start()
          for (const each of steps) {
            const resting = app.perform(each)
            if (resting) await resting
          }
          await app.finish()
          starts += app.starts
        }),
        { numRuns: 600 },
      )
      expect(starts).toBeGreaterThan(1_200)
    },
    60_000,
  )

  it('loses its last blocks to a cut anywhere, and never more', async () => {
    const first = fakeFiles()
    const journal = openJournal(first, clock)('p', () => undefined)
    const states: string[] = []
    await journal.loaded
    for (let id = 1; id <= 40; id += 1) {
      journal.set('n', id)
      journal.add(message(id, '温'.repeat(id % 7)))
      await new Promise<void>((resolve) => journal.whenCommitted(resolve))
      states.push(`${id}: ${id}`)
    }
    await settle()
    const path = [...first.records.keys()].sort().pop()!
    const whole = first.records.get(path)!
    expect(whole.split('\n').length).toBeGreaterThan(3)
    const cuts = fc.integer({ min: 0, max: encodeUtf8(whole).length })
    // the sign that ends a block, right behind a whole record, would make a turn of half of one: no tear writes it
    const rubbishes = fc.string({ unit: 'binary' }).filter((text) => !text.includes(endMark))
    await fc.assert(
      fc.asyncProperty(cuts, fc.option(rubbishes), async (bytes, rubbish) => {
        const files = fakeFiles(new Map(first.records))
        files.tear(path, bytes)
        if (rubbish !== null) files.records.set(path, `${files.records.get(path)}${rubbish}`)
        const { facts, entries } = await openJournal(files, clock)('p', (error) => {
          throw error
        }).loaded
        expect(states).toContain(`${String(facts.get('n'))}: ${entries[entries.length - 1]?.id}`)
      }),
      { numRuns: 1_000 },
    )
  }, 60_000)
})

/** A page that believes it owns the journal, and what it has committed. */
class Tab {
  private journal: Journal
  private readonly files: FakeFiles
  facts: [string, unknown][] = []
  hasWritten = false

  constructor(records: Map<string, string>, time: { now(): number }, writer: number) {
    this.files = fakeFiles(records)
    const failed = (error: Error) => {
      throw error
    }
    this.journal = openJournal(this.files, { ...clock, now: time.now }, () => writer / 100)('p', failed)
  }

  async open(): Promise<Restored> {
    const restored = await this.journal.loaded
    this.facts = sorted(restored.facts)
    return restored
  }

  async write(key: string, value: string, id: number): Promise<void> {
    this.journal.set(key, value)
    this.journal.add(message(id, ''))
    const facts = sorted(new Map([...this.facts, [key, value]]))
    await new Promise<void>((resolve) => this.journal.whenCommitted(resolve))
    this.facts = facts
    this.hasWritten = true
  }
}

describe('a journal that several tabs believe they own', () => {
  const visit = fc.record({ tab: fc.nat(2), key, isNew: fc.nat(9).map((n) => n === 0) })

  it('has the facts of one of them, whole, and the entries of all', async () => {
    limit(false)
    let contested = 0
    await fc.assert(
      fc.asyncProperty(fc.array(visit, { minLength: 3, maxLength: 60 }), async (visits) => {
        const records = new Map<string, string>()
        let turn = 0
        const time = { now: () => 1_795_000_000_000 + turn }
        const all: Tab[] = []
        const openTab = async () => {
          const tab = new Tab(records, time, all.length)
          const { damaged } = await tab.open()
          expect(damaged).toBe(0)
          all.push(tab)
          return tab
        }
        const tabs = [await openTab(), await openTab(), await openTab()]
        for (const { tab, key, isNew } of visits) {
          turn += 1
          if (isNew) tabs[tab] = await openTab()
          // two at once now and then
          const other = tabs[(tab + 1) % 3]!
          await Promise.all([
            tabs[tab]!.write(key, `${tab} ${turn}`, turn * 2),
            ...(turn % 3 === 0 ? [other.write(key, `other ${turn}`, turn * 2 + 1)] : []),
          ])
        }
        const { facts, entries, damaged } = await new Tab(records, time, 99).open()
        expect(damaged).toBe(0)
        const states = all.filter(({ hasWritten }) => hasWritten).map((tab) => JSON.stringify(tab.facts))
        expect(states).toContain(JSON.stringify(sorted(facts)))
        expect(entries).toHaveLength(turn + Math.floor(turn / 3))
        if (new Set(states).size > 1) contested += 1
        // who reads what all have written, and then writes, is believed
        const last = await openTab()
        await last.write('last', 'last', 1_000)
        expect(sorted((await new Tab(records, time, 99).open()).facts)).toEqual(last.facts)
      }),
      { numRuns: 200 },
    )
    expect(contested).toBeGreaterThan(100)
  }, 60_000)
})
