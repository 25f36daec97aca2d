import { create } from 'zustand'
import { parseEvents, type LogEvent, type LogFact } from '@/core/log/event'
import { withEvent } from '@/core/log/eventLog'
import { useConnections } from '../connections/connections'
import { services } from '../services'

/** The log of what concerns all connections: the app in front and behind, the network. */
export const appLog = ''

const PREFIX = 'log/'
const keyOf = (logId: string) => `${PREFIX}${logId === appLog ? 'app' : `of/${logId}`}`

/** Storage is a small one in WeChat: of the newest events this many outlive the app */
const storedEvents = 200
/** Written this long after the first event that is not, and when the app leaves the front */
const writeAfterMs = 30_000
/** IDs of earlier runs lie below those of this one */
const storedIdShift = 1_000_000

interface EventLogs {
  /** oldest first, by profile ID and {@link appLog} */
  logs: Record<string, readonly LogEvent[]>
}

/** What happened to the connections, within a bound for each. */
export const useEventLogs = create<EventLogs>(() => ({ logs: {} }))

const unwritten = new Set<string>()
let cancelWrite: (() => void) | undefined
let lastId = 0

export function addEvent(logId: string, fact: LogFact): void {
  const { logs } = useEventLogs.getState()
  lastId += 1
  const event: LogEvent = { ...fact, id: lastId, at: services.clock.now() }
  useEventLogs.setState({ logs: { ...logs, [logId]: withEvent(logs[logId] ?? [], event) } })
  unwritten.add(logId)
  cancelWrite ??= services.clock.setTimer(() => void writeLogs(), writeAfterMs)
}

/** Puts what earlier runs have left before what this one has recorded. Never rejects. */
export async function readLogs(profileIds: readonly string[]): Promise<void> {
  for (const logId of [appLog, ...profileIds]) {
    const stored = parseEvents(await services.storage.get(keyOf(logId)).catch(() => undefined))
    if (stored.length === 0) continue
    const { logs } = useEventLogs.getState()
    const earlier = stored.map((event) => ({ ...event, id: event.id - storedIdShift }))
    useEventLogs.setState({ logs: { ...logs, [logId]: earlier.concat(logs[logId] ?? []) } })
  }
}

/** Stores what is new. Never rejects: a log is no reason to disturb anybody. */
export async function writeLogs(): Promise<void> {
  cancelWrite?.()
  cancelWrite = undefined
  const ids = [...unwritten]
  unwritten.clear()
  // a second tab would write over what the first has seen
  if (!services.tabs.current().isOwner) return
  const { logs } = useEventLogs.getState()
  for (const logId of ids) {
    const events = (logs[logId] ?? []).slice(-storedEvents).map((event, id) => ({ ...event, id }))
    await services.storage.set(keyOf(logId), events).catch(() => undefined)
  }
}

/** Logs of profiles that are gone go, too. Never rejects. */
export async function removeOrphanLogs(): Promise<void> {
  const { load, profiles, broken } = useConnections.getState()
  if (load !== 'ready' || broken.length > 0 || !services.tabs.current().isOwner) return
  const wanted = new Set([appLog, ...profiles.map(({ id }) => id)].map(keyOf))
  const keys = await services.storage.keys(PREFIX).catch(() => [])
  for (const key of keys) if (!wanted.has(key)) await services.storage.remove(key).catch(() => undefined)
}
