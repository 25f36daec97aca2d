import type { ReceivedMessage } from '@/core/message/message'
import { sessionDefaults } from '@/core/profile/defaults'
import type { History } from '@/services/history/types'

/** Message IDs, inclusive: between them a sample has left messages out of the list. */
export interface LeftOut {
  from: number
  to: number
}

/** What stands in the log between two IDs, newest first, as much as a list holds. @throws AppError `storageFailed` */
export async function readLeftOut(history: History, profileId: string, { from, to }: LeftOut) {
  const { ringCapacity, ringMaxBytes } = sessionDefaults
  const reader = history.reader(profileId, { before: to + 1 })
  const found: ReceivedMessage[] = []
  let bytes = 0
  while (found.length < ringCapacity && bytes < ringMaxBytes) {
    const part = await reader.next()
    if (!part) return found
    for (const entry of part.entries) {
      if (entry.id < from) return found
      if (entry.direction !== 'received') continue
      found.push(entry)
      bytes += entry.payload.length
    }
  }
  return found
}
