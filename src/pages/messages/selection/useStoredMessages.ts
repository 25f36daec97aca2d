import { useCallback, useEffect, useRef, useState } from 'react'
import { feel } from '@/features/haptics'
import { useKept } from '@/features/messages/kept'
import { openMessage } from '@/features/messages/opened'
import type { Attempt } from '@/ui/useAttempt'
import type { OpenSheet } from '../sheets/ConversationSheets'
import type { OnMessage } from '../list/useDrawRow'
import { pickedOf, type Row } from '../list/rows'
import type { OnSwipe } from '../list/useRowSwipes'
import { useSelection } from './useSelection'
import { useStoredActions } from './useStoredActions'

/** Messages of the list to be opened, asked about or selected, and those that are kept. */
export function useStoredMessages(profileId: string, attempt: Attempt, onSheet: (sheet: OpenSheet) => void) {
  const kept = useKept(profileId)
  const [isKeptOnly, setKeptOnly] = useState(false)
  const actions = useStoredActions(profileId, attempt)
  const { selection, start, toggle, toggleAll, end } = useSelection()
  const open = useCallback<OnMessage>((message) => openMessage(profileId, message), [profileId])
  const ask = useCallback<OnMessage>(
    (message, again) => {
      feel('touch')
      onSheet({ name: 'message', message, again })
    },
    [onSheet],
  )
  const swipe: OnSwipe = (what, picked) => {
    const { id } = picked.message
    if (what === 'delete') actions.remove([picked])
    else if (kept.ids.has(id)) actions.unkeep([id])
    else actions.keep([picked.message])
  }
  const latest = useRef(swipe)
  useEffect(() => {
    latest.current = swipe
  })
  const onSwipe = useCallback<OnSwipe>((what, picked) => latest.current(what, picked), [])
  const rows = useRef<() => readonly Row[]>(() => [])
  const onRows = useCallback((read: () => readonly Row[]) => {
    rows.current = read
  }, [])
  return {
    /** for the timeline */
    list: {
      ...{ kept, isKeptOnly, selection, onSwipe, onRows },
      onOpen: selection ? toggle : open,
      onActions: selection ? toggle : ask,
    },
    filter: { count: kept.ids.size, isOnly: isKeptOnly, onChange: setKeptOnly },
    ...{ kept, actions, selection, start, end },
    selectAll: () => toggleAll(pickedOf(rows.current())),
  }
}

export type StoredMessages = ReturnType<typeof useStoredMessages>
