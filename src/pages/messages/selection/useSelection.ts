import { useCallback, useState } from 'react'
import type { Message, ReceivedMessage } from '@/core/message/message'
import { isSettled } from '@/features/messages/kept'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'

/** A message with the deliveries that are folded into it: they go with it. */
export interface Picked {
  message: Message
  again: readonly ReceivedMessage[]
}

/** By message ID */
export type Selection = ReadonlyMap<number, Picked>

/** All that goes when a message is deleted. */
export const idsOf = ({ message, again }: Picked): number[] => [message.id, ...again.map(({ id }) => id)]

interface Selecting {
  /** undefined while none is being selected */
  selection: Selection | undefined
  /** Begins with one */
  start: (picked: Picked) => void
  /** Stays the same between drawings */
  toggle: (message: Message, again?: readonly ReceivedMessage[]) => void
  /** Selects all that are given, or none when all of them are selected */
  toggleAll: (all: readonly Picked[]) => void
  end: () => void
}

/** Messages that are selected, to do something with all of them. */
export function useSelection(): Selecting {
  const t = useT()
  const [selection, setSelection] = useState<Selection>()
  const toggle = useCallback<Selecting['toggle']>(
    (message, again = []) => {
      if (!isSettled(message)) return showToast({ text: t('select.unsettled') })
      setSelection((before) => {
        const next = new Map(before)
        if (!next.delete(message.id)) next.set(message.id, { message, again })
        return next
      })
    },
    [t],
  )
  const start = useCallback((picked: Picked) => setSelection(new Map([[picked.message.id, picked]])), [])
  const toggleAll = (all: readonly Picked[]) => {
    const settled = all.filter(({ message }) => isSettled(message))
    setSelection((before) => {
      const isWhole = settled.every(({ message }) => before?.has(message.id))
      return new Map(isWhole ? [] : settled.map((picked) => [picked.message.id, picked]))
    })
  }
  const end = useCallback(() => setSelection(undefined), [])
  return { selection, start, toggle, toggleAll, end }
}
