import type { Clock } from '../session/config'
import { untimed } from './commitTimer'
import type { Group } from './group'

/**
 * Commits of what nobody was promised begin at most this often. A flood would have hundreds a second otherwise, each of a
 * few messages, and storage would take the time that drawing needs; a list is drawn every 100 ms at best.
 */
const PACE_MS = 40
/** What waits is one block: a commit of so many characters is no long task. */
const MAX_LENGTH = 131_072

/** Says when a commit may wait for more to go with it: never the first after a while, and never what anyone waits for. */
export class CommitPace {
  private begunAt = -Infinity
  private stop: (() => void) | undefined

  /** @param due the wait is over */
  constructor(
    private readonly clock: Clock,
    private readonly due: () => void,
  ) {}

  begun(): void {
    this.stop?.()
    this.stop = undefined
    this.begunAt = this.clock.now()
  }

  /** Whether the commit of a group waits; `due` is called when it need not any more. */
  holds(group: Group): boolean {
    if (!isSpare(group) || group.length > MAX_LENGTH) return false
    if (this.stop) return true
    const passed = this.clock.now() - this.begunAt
    // a clock that was set back must not hold anything for hours
    if (passed < 0 || passed >= PACE_MS || this.clock === untimed) return false
    this.stop = this.clock.setTimer(() => {
      this.stop = undefined
      this.due()
    }, PACE_MS - passed)
    return true
  }
}

const isSpare = ({ isPromised, needsCheckpoint, changes }: Group) =>
  !isPromised && !needsCheckpoint && changes.size === 0
