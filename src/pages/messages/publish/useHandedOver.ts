import { useEffect } from 'react'
import { takeHandover, usePendingHandover } from '@/features/publish/handover'
import type { MessageActions } from '../selection/useMessageActions'

/** Puts a message into the publish bar that another page has handed to it. */
export function useHandedOver(profileId: string, actions: MessageActions): void {
  const handover = usePendingHandover(profileId)
  useEffect(() => {
    if (!handover) return
    takeHandover()
    const { message, how } = handover
    if (how === 'edit' && message.direction === 'sent') actions.act('edit', message)
    else actions.publishAgain(message)
    // once for each that is handed over, whatever is drawn meanwhile
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [handover])
}
