import { useState } from 'react'
import type { Reason } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'

/** Of the last failure, until it is online again: an attempt under way has none of its own. */
export function useLastReason(status: SessionStatus): Reason | undefined {
  const [last, setLast] = useState<Reason>()
  const isOver = status.name === 'online' || status.name === 'idle'
  const now = 'reason' in status ? status.reason : isOver ? undefined : last
  if (now !== last) setLast(now)
  return now
}
