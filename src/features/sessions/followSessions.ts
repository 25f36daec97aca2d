import type { TimelineEntry } from '@/core/message/message'
import { useSessions } from './sessions'

/** Takes what a session brings. */
interface Follower {
  add(entry: TimelineEntry): void
  /** What earlier runs have left, when it is read: it may be called after the session has gone */
  restore(entries: readonly TimelineEntry[]): void
}

/**
 * Follows the session of each profile, also the one that takes its place when a profile is changed.
 * @param open called for each session
 * @param drop called when a profile has none any more
 * @returns stops it
 */
export function followSessions(open: (profileId: string) => Follower, drop: (profileId: string) => void): () => void {
  const followed = new Map<string, { session: unknown; stop: () => void }>()
  const follow = () => {
    const { sessions } = useSessions.getState()
    for (const [id, { session, stop }] of followed) {
      if (sessions[id] === session) continue
      stop()
      followed.delete(id)
      if (!sessions[id]) drop(id)
    }
    for (const [id, session] of Object.entries(sessions)) {
      if (followed.has(id)) continue
      const follower = open(id)
      followed.set(id, { session, stop: session.onEntry((entry) => follower.add(entry)) })
      void session.restored.then((entries) => follower.restore(entries))
    }
  }
  const unfollow = useSessions.subscribe(follow)
  follow()
  return () => {
    unfollow()
    for (const { stop } of followed.values()) stop()
  }
}
