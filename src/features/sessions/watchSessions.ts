import type { Session } from '@/services/session/types'
import { useSessions } from './sessions'

/**
 * Watches the session of each profile, also the one that takes its place when a profile is changed.
 * @param watch called for each session; @returns stops watching it
 * @param drop called when a profile has none any more
 * @returns stops it
 */
export function watchSessions(
  watch: (session: Session, profileId: string) => () => void,
  drop: (profileId: string) => void = () => undefined,
): () => void {
  const watched = new Map<string, { session: unknown; stop: () => void }>()
  const follow = () => {
    const { sessions } = useSessions.getState()
    for (const [id, { session, stop }] of watched) {
      if (sessions[id] === session) continue
      stop()
      watched.delete(id)
      if (!sessions[id]) drop(id)
    }
    for (const [id, session] of Object.entries(sessions)) {
      if (!watched.has(id)) watched.set(id, { session, stop: watch(session, id) })
    }
  }
  const unfollow = useSessions.subscribe(follow)
  follow()
  return () => {
    unfollow()
    for (const { stop } of watched.values()) stop()
  }
}
