import type { FilesPort } from '../files/types'
import { loadJournal } from '../journal/loadJournal'
import { indexOf } from '../journal/segments'
import type { SegmentKeeper } from '../journal/types'
import { factKeys } from '../session/facts'
import { defaultHistoryBudget, excessOf, oldestOfAll, type Excess, type Stock } from './budget'
import { ordinalOf } from './ordinal'
import { Personal } from './personal'
import { SegmentReader } from './reader'
import { Shelf } from './shelf'
import type { ConnectionUsage, History, HistoryBudget, HistoryReader, HistoryUsage, ReadOptions } from './types'

/** A full storage gives up so many bytes of history at a time. */
const roomBytes = 2_000_000
/** Other tabs write, too: so often the disk is asked what there is. */
const listedMs = 60_000

/**
 * The message log over the segments of journals (ADR 0019), and their keeper: give it to `openJournal`.
 * @param now epoch ms
 */
export function createHistory(
  files: FilesPort,
  now: () => number,
  budget: HistoryBudget = defaultHistoryBudget,
): History & SegmentKeeper {
  return new JournalHistory(files, now, budget)
}

class JournalHistory implements History, SegmentKeeper {
  private readonly shelf: Shelf
  private readonly personal = new Map<string, Promise<Personal>>()
  /** what removes segments does so one after the other */
  private trimming: Promise<unknown> = Promise.resolve()
  private names: string[] = []
  private listedAt = -Infinity

  constructor(
    private readonly files: FilesPort,
    private readonly now: () => number,
    public budget: HistoryBudget,
  ) {
    this.shelf = new Shelf(files)
  }

  // ---- for who reads

  reader(profileId: string, options: ReadOptions = {}): HistoryReader {
    const source = {
      files: this.files,
      name: profileId,
      segments: (isListOnly: boolean) => (isListOnly ? this.shelf.list(profileId) : this.shelf.segments(profileId)),
      isHidden: () => this.isHidden(profileId),
    }
    return new SegmentReader(source, options)
  }

  async kept(profileId: string) {
    const { kept, removed } = await this.personalOf(profileId)
    return [...kept.values()].filter(({ id }) => !removed.has(id)).sort((a, b) => a.id - b.id)
  }

  async keep(profileId: string, entry: Parameters<History['keep']>[1]): Promise<void> {
    await (await this.personalOf(profileId)).keep(entry)
  }

  async unkeep(profileId: string, ids: readonly number[]): Promise<void> {
    await (await this.personalOf(profileId)).unkeep(ids)
  }

  async remove(profileId: string, ids: readonly number[]): Promise<() => Promise<void>> {
    const personal = await this.personalOf(profileId)
    // what was removed before stays so when this is undone
    const added = ids.filter((id) => !personal.removed.has(id))
    await personal.remove(added)
    return () => personal.putBack(added)
  }

  async erase(profileId: string): Promise<void> {
    await this.dropHistory(profileId)
    await this.shelf.journal(profileId)?.renew()
    await this.dropHistory(profileId)
  }

  forgetSummaries(): void {
    this.shelf.forget()
  }

  async ordinal(profileId: string, id: number, isOfThem: (topic: string) => boolean): Promise<number | undefined> {
    const segments = await this.shelf.segments(profileId)
    return ordinalOf(
      { files: this.files, name: profileId, segments, cleared: await this.clearedOf(profileId) },
      id,
      isOfThem,
    )
  }

  async usage(): Promise<HistoryUsage> {
    // what a smaller budget has sent away does not count
    await this.trimming
    const connections: ConnectionUsage[] = []
    for (const profileId of await this.shelf.names()) {
      const usage: ConnectionUsage = { profileId, bytes: 0, entries: 0 }
      for (const { bytes, count, range } of await this.shelf.segments(profileId)) {
        usage.bytes += bytes
        usage.entries += count
        if (!range) continue
        usage.from = Math.min(usage.from ?? range.from, range.from)
        usage.to = Math.max(usage.to ?? range.to, range.to)
      }
      connections.push(usage)
    }
    return { totalBytes: connections.reduce((sum, { bytes }) => sum + bytes, 0), connections }
  }

  setBudget(budget: HistoryBudget): void {
    this.budget = budget
    void this.trim()
  }

  // ---- for journals

  async removedOf(name: string): Promise<(id: number) => boolean> {
    const { removed } = await this.personalOf(name)
    return (id) => removed.has(id)
  }

  opened(...parameters: Parameters<SegmentKeeper['opened']>): void {
    this.shelf.opened(...parameters)
  }

  grew(...parameters: Parameters<SegmentKeeper['grew']>): void {
    this.shelf.grew(...parameters)
  }

  begun(name: string, file: string): Promise<void> {
    this.shelf.begun(name, file)
    return this.trim(name)
  }

  makeRoom(): Promise<boolean> {
    return this.inTurn(async () => (await this.drop(oldestOfAll(await this.stocks(), roomBytes))) > 0, false)
  }

  // ---- the budget

  /** What fails is tried again when the next segment begins. */
  private trim(begun?: string): Promise<void> {
    return this.inTurn(async () => {
      const stocks = await this.stocks(begun)
      await this.drop(excessOf(stocks, this.budget, this.now()))
      if (begun !== undefined) await this.shelf.writeIndex(begun)
    }, undefined)
  }

  private inTurn<T>(run: () => Promise<T>, otherwise: T): Promise<T> {
    const result = this.trimming.then(run).catch(() => otherwise)
    this.trimming = result
    return result
  }

  /** @param begun a segment was begun, which may happen several times a second: what is remembered will do */
  private async stocks(begun?: string): Promise<Stock[]> {
    const isRemembered = begun !== undefined && this.now() - this.listedAt < listedMs && this.names.indexOf(begun) >= 0
    if (!isRemembered) {
      this.names = await this.shelf.names()
      this.listedAt = this.now()
    }
    const stocks: Stock[] = []
    for (const name of this.names) {
      const floor = await this.shelf.floorOf(name, isRemembered)
      const remembered = isRemembered ? this.shelf.remembered(name) : undefined
      stocks.push({ name, floor, segments: remembered ?? (await this.shelf.segments(name)) })
    }
    return stocks
  }

  /** All segments that no fact needs. @throws AppError `storageFailed` */
  private async dropHistory(name: string): Promise<void> {
    const run = this.trimming.then(async () => {
      const floor = await this.shelf.floorOf(name)
      const segments = await this.shelf.segments(name)
      await this.drop(segments.filter(({ file }) => indexOf(file) < floor).map((summary) => ({ name, summary })))
    })
    this.trimming = run.catch(() => undefined)
    await run
  }

  /** @returns how many are gone */
  private async drop(excess: readonly Excess[]): Promise<number> {
    const names = new Set<string>()
    for (const { name, summary } of excess) {
      await this.shelf.remove(name, summary)
      names.add(name)
    }
    for (const name of names) {
      await this.shelf.trimIndex(name)
      await this.forgetRemoved(name)
    }
    return excess.length
  }

  /** That an entry was removed says nothing any more when its segment is gone. */
  private async forgetRemoved(name: string): Promise<void> {
    const segments = this.shelf.remembered(name) ?? []
    // of ours, one that was settled late stands in a segment of younger ones
    const oldest = Math.min(...segments.map(({ range }) => range?.minId ?? Infinity))
    const personal = await this.personal.get(name)
    if (oldest < Infinity && personal) await personal.compact((id) => id < oldest)
  }

  // ---- what a person did

  private personalOf(name: string): Promise<Personal> {
    const known = this.personal.get(name)
    if (known) return known
    const read = Personal.read(this.files, name)
    this.personal.set(name, read)
    // so that the next one tries again
    read.catch(() => this.personal.delete(name))
    return read
  }

  private async isHidden(name: string): Promise<(id: number) => boolean> {
    const { removed } = await this.personalOf(name)
    const cleared = await this.clearedOf(name)
    return (id) => id <= cleared || removed.has(id)
  }

  /** Up to which ID a person has cleared the timeline away. */
  private async clearedOf(name: string): Promise<number> {
    const journal = this.shelf.journal(name)
    const cleared: unknown = journal
      ? JSON.parse(journal.fact(factKeys.cleared) ?? 'null')
      : (await loadJournal(this.files, name)).restored.facts.get(factKeys.cleared)
    return typeof cleared === 'number' ? cleared : -Infinity
  }
}
