import { useMemo } from 'react'
import type { LogEvent } from '@/core/log/event'
import { newestFirst } from '@/core/log/eventLog'
import type { Profile } from '@/core/profile/profile'
import { useConnections } from '@/features/connections/connections'
import { appLog, useEventLogs } from '@/features/log/eventLog'
import { useWhileShown } from '@/ui/useWhileShown'

export interface ShownEvent {
  /** unique among what is shown */
  key: string
  event: LogEvent
  /** of the connection, where several are shown */
  of?: string
}

/** The events of a connection and of the app, newest first; without a connection, those of all. */
export function useEvents(profile: Profile | undefined): readonly ShownEvent[] {
  const logs = useWhileShown(useEventLogs((state) => state.logs))
  const profiles = useConnections((state) => state.profiles)
  return useMemo(() => {
    const sources = profile ? [profile] : profiles
    const shown: ShownEvent[] = (logs[appLog] ?? []).map((event) => ({ key: `app-${event.id}`, event }))
    for (const { id, name, url } of sources) {
      const of = profile ? undefined : name || url
      for (const event of logs[id] ?? [])
        shown.push({ key: `${id}-${event.id}`, event, ...(of !== undefined && { of }) })
    }
    return shown.sort((a, b) => b.event.at - a.event.at || b.event.id - a.event.id)
  }, [logs, profile, profiles])
}

/** What a report is made of, oldest first. */
export function eventsOf(logs: Record<string, readonly LogEvent[]>, profileId: string): LogEvent[] {
  return newestFirst(logs[appLog] ?? [], logs[profileId] ?? []).reverse()
}
