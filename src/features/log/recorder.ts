import type { LogFact } from '@/core/log/event'
import { withoutSecrets } from '@/core/log/mask'
import { factOfEntry, factOfStatus, factsOfSubscriptions } from '@/core/log/observe'
import type { Session } from '@/services'
import { useConnections } from '../connections/connections'
import { services } from '../services'
import { watchSessions } from '../sessions/watchSessions'
import { addEvent, appLog, readLogs, removeOrphanLogs, writeLogs } from './eventLog'
import { Traffic } from './traffic'

const traffic = new Map<string, Traffic>()

/** Of this run; nothing is counted while no session runs. */
export const trafficOf = (profileId: string): Traffic | undefined => traffic.get(profileId)

/** Records what happens to sessions and to the app, until the returned function is called. */
export function runEventLog(): () => void {
  const { visibility, network, clock } = services
  let hiddenAt: number | undefined
  const stops = [
    visibility.onChange((isVisible) => {
      const awayMs = hiddenAt === undefined ? undefined : Math.max(0, clock.now() - hiddenAt)
      hiddenAt = isVisible ? undefined : clock.now()
      addEvent(appLog, isVisible ? { name: 'shown', ...(awayMs !== undefined && { awayMs }) } : { name: 'hidden' })
      if (!isVisible) void writeLogs()
    }),
    network.onChange(({ isOnline, type }) => addEvent(appLog, { name: 'network', isOnline, type })),
  ]
  addEvent(appLog, { name: 'started', version: HOMING_VERSION })
  stops.push(watchSessions(watch))
  void readLogs(useConnections.getState().profiles.map(({ id }) => id)).then(removeOrphanLogs)
  return () => stops.forEach((stop) => stop())
}

function watch(session: Session): () => void {
  const { profileId } = session
  const counted = traffic.get(profileId) ?? new Traffic()
  traffic.set(profileId, counted)
  const add = (fact: LogFact | undefined) => fact && addEvent(profileId, scrubbed(fact, profileId))
  let { status, subscriptions } = session
  add(factOfStatus(undefined, status))
  const stops = [
    session.onChange(() => {
      const before = { status, subscriptions }
      status = session.status
      subscriptions = session.subscriptions
      add(factOfStatus(before.status, status))
      factsOfSubscriptions(before.subscriptions, subscriptions).forEach(add)
    }),
    session.onEntry((entry) => {
      if (counted.count(entry)) add(factOfEntry(entry))
    }),
  ]
  void session.restored.then(() => {
    if (session.damaged > 0) add({ name: 'damaged', n: session.damaged })
  })
  return () => stops.forEach((stop) => stop())
}

/** Brokers name in their own words whom they refuse. */
function scrubbed(fact: LogFact, profileId: string): LogFact {
  if (!('detail' in fact) || fact.detail === undefined) return fact
  const profile = useConnections.getState().profiles.find(({ id }) => id === profileId)
  return { ...fact, detail: withoutSecrets(fact.detail, profile ? [profile.password, profile.username] : []) }
}
