import { useEffect, useRef, useState } from 'react'

/** A tap on what is suggested takes the focus away first, and comes a while later. */
const lingerMs = 300

export interface TypedField {
  field: 'topic' | 'payload' | undefined
  /** Counts what happened to the fields as drawn: typed in, reached, left, or done with */
  turn: number
  /** Whether that is all that has happened by now */
  isLatest: () => boolean
  enter: (entered: 'topic' | 'payload') => void
  leave: () => void
  /** Nothing is suggested until something is typed again */
  close: () => void
}

/** Which field of the bar is typed in: for a moment longer than it has the focus. */
export function useTypedField(): TypedField {
  const [field, setField] = useState<TypedField['field']>()
  const [turn, setTurn] = useState(0)
  const latest = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>()
  useEffect(() => () => clearTimeout(timer.current), [])
  const happen = () => setTurn((latest.current += 1))
  return {
    field,
    turn,
    isLatest: () => turn === latest.current,
    enter: (entered) => {
      clearTimeout(timer.current)
      happen()
      setField(entered)
    },
    leave: () => {
      clearTimeout(timer.current)
      happen()
      timer.current = setTimeout(() => setField(undefined), lingerMs)
    },
    close: () => {
      happen()
      setField(undefined)
    },
  }
}
