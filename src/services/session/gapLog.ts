import { storeEntry } from '@/core/message/storedEntry'
import type { Gap, TimelineEntry } from '@/core/message/message'
import type { Gap as GapFacts } from '@/core/session/gap'
import type { Journal } from '../journal/types'
import { factKeys, type SessionFacts } from './facts'

/** Makes timeline entries of the machine's gaps, and keeps the last one over the end of the app. */
export class GapLog {
  /** the newest gap: only it can still change */
  private newest: Gap | undefined
  /** a time away that an earlier run began, until a connection ends it */
  private open: Pick<Gap, 'from' | 'cause'> | undefined

  constructor(
    private readonly journal: Journal,
    private readonly nextId: () => number,
  ) {}

  /**
   * @param lastAt epoch ms of the last sign of life of an earlier run
   * @returns entries to show
   */
  restore({ gap, wasOnline }: SessionFacts, lastAt: number | undefined): TimelineEntry[] {
    this.newest = gap
    if (gap && gap.to === undefined) this.open = gap
    else if (wasOnline && lastAt !== undefined) this.open = { from: lastAt, cause: 'ended' }
    if (!gap) return []
    // its counting was cut off: what it says is its last word
    if (gap.to !== undefined) this.settle(gap)
    return [gap]
  }

  /** The time away to begin with, once. */
  takeOpen(): Pick<Gap, 'from' | 'cause'> | undefined {
    const { open } = this
    this.open = undefined
    return open
  }

  changed({ from, to, cause, resumed, caughtUp }: GapFacts): Gap {
    const before = this.newest?.from === from ? this.newest : undefined
    const gap: Gap = {
      direction: 'gap',
      id: before?.id ?? this.nextId(),
      ...{ at: from, from, to, cause, resumed, caughtUp },
    }
    this.newest = gap
    if (to === undefined) this.journal.delete(factKeys.online)
    // the first word after the return is followed by that of the counting
    if (before?.to !== undefined) this.settle(gap)
    else this.journal.set(factKeys.gap, storeEntry(gap))
    return gap
  }

  private settle(gap: Gap): void {
    this.journal.add(gap)
    this.journal.delete(factKeys.gap)
  }
}
