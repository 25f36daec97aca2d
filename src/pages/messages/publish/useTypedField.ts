import { useEffect, useRef, useState } from 'react'

type TypedField = 'topic' | 'payload'

/** A tap on what is suggested takes the focus away first, and comes a while later. */
const lingerMs = 300

/** Which field of the bar is typed in: for a moment longer than it has the focus. */
export function useTypedField() {
  const [field, setField] = useState<TypedField>()
  const timer = useRef<ReturnType<typeof setTimeout>>()
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    field,
    enter: (entered: TypedField) => {
      clearTimeout(timer.current)
      setField(entered)
    },
    leave: () => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setField(undefined), lingerMs)
    },
    close: () => setField(undefined),
  }
}
