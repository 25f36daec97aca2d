import type { TimelineEntry } from '@/core/message/message'
import { watchSessions } from './watchSessions'

/** Takes what a session brings. */
interface Follower {
  add(entry: TimelineEntry): void
  /** What earlier runs have left, when it is read: it may be called after the session has gone */
  restore(entries: readonly TimelineEntry[]): void
}

/**
 * What each session brings, from what earlier runs have left on.
 * @param open called for each session
 * @param drop called when a profile has none any more
 * @returns stops it
 */
export function followSessions(open: (profileId: string) => Follower, drop: (profileId: string) => void): () => void {
  return watchSessions((session, profileId) => {
    const follower = open(profileId)
    const stop = session.onEntry((entry) => follower.add(entry))
    void session.restored.then((entries) => follower.restore(entries))
    return stop
  }, drop)
}
