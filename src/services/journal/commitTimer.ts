import { AppError } from '@/core/errors'
import { sessionDefaults } from '@/core/profile/defaults'
import type { Clock } from '../session/config'

/** Has no timers: a commit may take as long as it likes. */
export const untimed: Clock = { now: () => Date.now(), setTimer: () => () => undefined }

export const endless = () => new AppError('storageFailed', { detail: 'a commit does not end' })

/**
 * Says when a commit takes too long. Time that the app was frozen is no sign of that: WeChat gives it its timers when it
 * thaws, before the answers. So the time is counted in two halves, and a freeze ends one of them at most.
 */
export class CommitTimer {
  private stop: () => void = () => undefined

  constructor(
    private readonly clock: Clock,
    private readonly late: () => void,
  ) {}

  begin(): void {
    this.arm(() => this.arm(this.late))
  }

  end(): void {
    this.stop()
  }

  private arm(run: () => void): void {
    this.stop()
    this.stop = this.clock.setTimer(run, sessionDefaults.journalCommitMs / 2)
  }
}
