import { sessionDefaults } from '../profile/defaults'

/** What is known of a time away. Times are epoch ms; `from` identifies the gap within its session. */
export interface Gap {
  readonly from: number
  /** when the connection was back; absent while it is not */
  readonly to?: number
  readonly cause: 'hidden' | 'stopped' | 'disconnected' | 'ended'
  /** Session Present of the CONNACK that ended it */
  readonly resumed?: boolean
  /** messages that the broker had kept meanwhile, as far as they came in one go */
  readonly caughtUp: number
  /** MQTT has no mark for the end of a backlog: quiet is taken for it */
  readonly lastMessageAt: number
}

export const openedGap = (cause: Gap['cause'], from: number): Gap => ({ from, cause, caughtUp: 0, lastMessageAt: from })

export const endedGap = (gap: Gap, resumed: boolean, now: number): Gap => ({
  ...gap,
  to: now,
  resumed,
  lastMessageAt: now,
})

export const withCaughtUp = (gap: Gap, now: number): Gap =>
  gap.to !== undefined && gap.resumed ? { ...gap, caughtUp: gap.caughtUp + 1, lastMessageAt: now } : gap

/** When the counting of what came late ends, epoch ms; undefined while still away. */
export function gapDeadline(gap: Gap): number | undefined {
  if (gap.to === undefined) return undefined
  return Math.min(gap.lastMessageAt + sessionDefaults.catchUpQuietMs, gap.to + sessionDefaults.catchUpMaxMs)
}
