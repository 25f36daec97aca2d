import { indexOf } from '../journal/segments'
import type { SegmentSummary } from '../journal/summary'
import type { HistoryBudget } from './types'

const megabyte = 1_000_000

/** What a person may choose; WeChat gives an app 200 MB for all its files. */
export const historyBudgetLimits = { minBytes: 10 * megabyte, maxBytes: 150 * megabyte, defaultBytes: 50 * megabyte }

export const defaultHistoryBudget: HistoryBudget = { totalBytes: historyBudgetLimits.defaultBytes }

/** Many short runs leave many short segments: a file costs something, too. */
const maxSegments = 1_000

/** The segments of a journal, oldest first. */
export interface Stock {
  name: string
  segments: readonly SegmentSummary[]
  /** facts need the segments of this number and above */
  floor: number
}

export interface Excess {
  name: string
  summary: SegmentSummary
}

/** Segments that have to go, in order: oldest first, over all connections. @param now epoch ms */
export function excessOf(stocks: readonly Stock[], budget: HistoryBudget, now: number): Excess[] {
  const excess: Excess[] = []
  const rest = stocks.map((stock) => new Rest(stock, budget, now))
  for (const each of rest) while (each.isTooMuch && each.takeOldest(excess));
  const total = () => rest.reduce((sum, { bytes }) => sum + bytes, 0)
  while (total() > budget.totalBytes && oldestOf(rest)?.takeOldest(excess));
  return excess
}

/** The oldest segments there are, of so many bytes. */
export function oldestOfAll(stocks: readonly Stock[], bytes: number): Excess[] {
  const excess: Excess[] = []
  const rest = stocks.map((stock) => new Rest(stock, defaultHistoryBudget, 0))
  const taken = () => excess.reduce((sum, { summary }) => sum + summary.bytes, 0)
  while (taken() < bytes && oldestOf(rest)?.takeOldest(excess));
  return excess
}

class Rest {
  bytes = 0
  private entries = 0
  private readonly segments: SegmentSummary[]

  constructor(
    private readonly stock: Stock,
    private readonly budget: HistoryBudget,
    private readonly now: number,
  ) {
    this.segments = [...stock.segments]
    for (const { bytes, count } of stock.segments) {
      this.bytes += bytes
      this.entries += count
    }
  }

  /** absent: facts need all that is left */
  get oldest(): SegmentSummary | undefined {
    const first = this.segments[0]
    return first && indexOf(first.file) < this.stock.floor ? first : undefined
  }

  get isTooMuch(): boolean {
    const { connectionBytes = Infinity, connectionEntries = Infinity, maxAgeMs = Infinity } = this.budget
    const at = this.oldest?.range?.to ?? this.oldest?.at ?? Infinity
    return (
      this.bytes > connectionBytes ||
      this.entries > connectionEntries ||
      this.segments.length > maxSegments ||
      this.now - at > maxAgeMs
    )
  }

  takeOldest(excess: Excess[]): boolean {
    const { oldest } = this
    if (!oldest) return false
    this.segments.shift()
    this.bytes -= oldest.bytes
    this.entries -= oldest.count
    excess.push({ name: this.stock.name, summary: oldest })
    return true
  }
}

function oldestOf(rest: readonly Rest[]): Rest | undefined {
  let found: Rest | undefined
  for (const each of rest) {
    if (each.oldest && (!found?.oldest || each.oldest.at < found.oldest.at)) found = each
  }
  return found
}
