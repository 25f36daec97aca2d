import { sessionDefaults } from '@/core/profile/defaults'
import type { SessionStatus } from '@/core/session/states'
import type { Clock } from './config'

/** The time between a wish to connect and the end of reading what earlier runs have left. */
export class Reading {
  /** what the session is meanwhile: wanted, and about to connect */
  status: SessionStatus | undefined
  private stopTimer: () => void = () => undefined

  /** @param late called where the storage has not answered in time */
  constructor(
    private readonly clock: Clock,
    private readonly late: () => void,
  ) {}

  begin(): void {
    this.end()
    this.status = { name: 'connecting', attempt: 1, since: this.clock.now() }
    this.stopTimer = this.clock.setTimer(() => this.late(), sessionDefaults.journalReadMs)
  }

  end(): void {
    this.status = undefined
    this.stopTimer()
  }
}
