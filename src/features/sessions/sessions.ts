import { create } from 'zustand'
import { isPasswordMissing, type Profile } from '@/core/profile/profile'
import { encodeUtf8 } from '@/core/payload/utf8'
import {
  createSession,
  type Handover,
  type Session,
  type SessionConfig,
  type SessionWill,
  type Subscription,
} from '@/services'
import { clientIdOfTab } from '../connections/clientId'
import { changeInPassing, useConnections } from '../connections/connections'
import { services } from '../services'

interface Running {
  session: Session
  /** the profile's fields that a running session cannot change */
  config: SessionConfig
  /** what the session has changed over to by itself; the profile follows once it is stored */
  fallback?: SessionConfig
  subscriptions: Map<string, { qos: number; subscription: Subscription }>
  isPaused: boolean | undefined
}

const running = new Map<string, Running>()

/** The running session of each profile. Kept in step with the stored profiles. */
export const useSessions = create<{ sessions: Record<string, Session> }>(() => ({ sessions: {} }))

/** Starts the sessions of the stored profiles and follows every change of them. @returns stops all */
export function runSessions(): () => void {
  const follow = () => syncSessions(useConnections.getState().profiles)
  const unfollow = useConnections.subscribe(follow)
  const unfollowTabs = services.tabs.onChange(follow)
  follow()
  return () => {
    unfollow()
    unfollowTabs()
    syncSessions([])
  }
}

export function sessionOf(profileId: string): Session | undefined {
  return useSessions.getState().sessions[profileId]
}

function syncSessions(profiles: Profile[]): void {
  const ids = new Set(profiles.map((p) => p.id))
  for (const [id, { session }] of running) {
    if (ids.has(id)) continue
    session.dispose()
    running.delete(id)
  }
  for (const profile of profiles) {
    const config = configOf(profile)
    const old = running.get(profile.id)
    let handover: Handover = []
    if (old?.fallback && isSameConfig(old.fallback, config)) {
      old.config = config
      old.fallback = undefined
    } else if (old && !isSameConfig(old.config, config)) {
      handover = old.session.release()
      running.delete(profile.id)
    }
    if (!running.has(profile.id)) running.set(profile.id, open(config, handover))
  }
  publishSessions()
  // after the new sessions are known, so that nothing they say at once is missed
  for (const profile of profiles) {
    const entry = running.get(profile.id)
    if (entry) apply(entry, profile)
  }
}

function publishSessions(): void {
  const { sessions } = useSessions.getState()
  const next: Record<string, Session> = {}
  for (const [id, { session }] of running) next[id] = session
  const isSame =
    Object.keys(sessions).length === running.size && [...running].every(([id, r]) => sessions[id] === r.session)
  if (!isSame) useSessions.setState({ sessions: next })
}

function open(config: SessionConfig, handover: Handover): Running {
  const session = createSession(config, services, {
    handover,
    onProtocolVersion: (protocolVersion) => {
      const current = running.get(config.profileId)
      if (current?.session === session) current.fallback = { ...current.config, protocolVersion }
      // another tab may have moved the connection to a broker that takes it
      const told = ({ url }: Profile) => (url === config.url ? { protocolVersion } : {})
      void changeInPassing(config.profileId, told).catch(() => undefined)
    },
  })
  return { session, config, subscriptions: new Map(), isPaused: undefined }
}

function apply(entry: Running, profile: Profile): void {
  const { session, subscriptions } = entry
  const wanted = new Map(profile.subscriptions.filter((s) => s.isEnabled).map((s) => [s.filter, s.qos]))
  for (const [filter, { subscription }] of subscriptions) {
    if (wanted.has(filter)) continue
    subscription.unsubscribe()
    subscriptions.delete(filter)
  }
  for (const [filter, qos] of wanted) {
    const old = subscriptions.get(filter)
    if (old?.qos === qos) continue
    subscriptions.set(filter, { qos, subscription: session.subscribe(filter, { qos }) })
    old?.subscription.unsubscribe()
  }
  if (entry.isPaused === profile.isPaused) return
  entry.isPaused = profile.isPaused
  if (profile.isPaused) session.stop()
  else session.start()
}

function configOf(profile: Profile): SessionConfig {
  const { id, url, protocolVersion, clientId, username, password, keepSession, keepAliveSeconds, unknownRule } = profile
  const { sessionExpirySeconds, will } = profile
  const config = {
    ...{ profileId: id, url, protocolVersion, clientId, username, password, keepSession, keepAliveSeconds },
    ...{ sessionExpirySeconds, unknownRule, isDurable: true, will: will && willOf(will) },
    maximumPacketSize: profile.maximumPacketSize,
    isPasswordMissing: isPasswordMissing(profile),
  }
  if (services.tabs.current().isOwner) return config
  // under one ID two tabs would take each other over for ever, and two writers would tear a journal
  return { ...config, clientId: clientIdOfTab(profile), keepSession: false, isDurable: false }
}

function willOf({ offline, online, ...will }: NonNullable<Profile['will']>): SessionWill {
  return { ...will, offline: encodeUtf8(offline), online: online === '' ? undefined : encodeUtf8(online) }
}

const isSameConfig = (a: SessionConfig, b: SessionConfig) =>
  (Object.keys(a) as (keyof SessionConfig)[]).every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]))
