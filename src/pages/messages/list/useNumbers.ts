import { useCallback } from 'react'
import { numberFields } from '@/core/chart/series'
import type { ReceivedMessage } from '@/core/message/message'
import { openChart } from '@/features/charts/link'
import type { OpenSheet } from '../sheets/ConversationSheets'

/** Opens the chart of a message's number, or asks which; a message without any has nothing to offer. */
export function useNumbers(profileId: string, show: (sheet: OpenSheet) => void): (message: ReceivedMessage) => void {
  return useCallback(
    (message) => {
      const fields = numberFields(message.payload)
      const [only] = fields
      if (only && fields.length === 1) openChart(profileId, { topic: message.topic, path: only.path })
      else if (only) show({ name: 'numbers', message })
    },
    [profileId, show],
  )
}
