import { useMemo, useSyncExternalStore } from 'react'
import type { SentMessage } from '@/core/message/message'
import type { SessionStatus } from '@/core/session/states'
import type { SubscriptionState } from '@/core/session/subscriptions'
import type { Session } from '@/services'
import { useSessions } from './sessions'

export interface SessionView {
  session: Session | undefined
  status: SessionStatus
  subscriptions: readonly SubscriptionState[]
  outbox: readonly SentMessage[]
}

const absent: SessionView = { session: undefined, status: { name: 'idle' }, subscriptions: [], outbox: [] }

/** The session of a profile; renders again when its status, subscriptions or outbox change. */
export function useSession(profileId: string): SessionView {
  const session = useSessions((s) => s.sessions[profileId])
  const source = useMemo(() => viewOf(session), [session])
  return useSyncExternalStore(source.subscribe, source.get)
}

/** A socket that opens changes nothing that is seen, and CONNACK is about to come: drawing would only be in its way. */
function isSameOnScreen(a: SessionStatus | undefined, b: SessionStatus): boolean {
  return a === b || (a?.name === 'connecting' && b.name === 'handshaking' && a.attempt === b.attempt)
}

function viewOf(session: Session | undefined) {
  let view: SessionView | undefined
  return {
    subscribe: (onChange: () => void) => {
      return session ? session.onChange(onChange) : () => undefined
    },
    get: (): SessionView => {
      if (!session) return absent
      const { status, subscriptions, outbox } = session
      // the session may have changed before anyone listened
      if (!isSameOnScreen(view?.status, status) || view?.subscriptions !== subscriptions || view.outbox !== outbox) {
        view = { session, status, subscriptions, outbox }
      }
      return view
    },
  }
}
