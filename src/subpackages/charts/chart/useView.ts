import { useEffect, useMemo, useRef, useState } from 'react'
import type { RangeChoice } from './shownRange'
import { useThrottledState } from './useThrottled'

/** What part of the chart is looked at. */
export interface ViewState {
  choice: RangeChoice
  /** epoch ms */
  cursorAt?: number
}

export interface View {
  current(): ViewState
  show(choice: RangeChoice): void
  showCursor(at: number | undefined): void
  /** Back to the range that was chosen last by its name. */
  reset(): void
  /** Told at once. @returns ends the listening */
  onChange(listener: () => void): () => void
}

/** Words follow a finger this often */
const wordsMs = 100

/** @returns the state in the rhythm of React, and what changes it at once */
export function useView(firstChoice: () => RangeChoice): [ViewState, View] {
  const [first] = useState(firstChoice)
  const [state, newest, set] = useThrottledState<ViewState>({ choice: first }, wordsMs)
  const named = useRef<RangeChoice>(first)
  const listeners = useRef(new Set<() => void>())
  const view = useMemo<View>(() => {
    const change = (next: ViewState) => {
      set(next)
      for (const listener of listeners.current) listener()
    }
    const show = (choice: RangeChoice) => {
      if (choice.kind !== 'own') named.current = choice
      change({ ...newest.current, choice })
    }
    return {
      current: () => newest.current,
      show,
      showCursor: (cursorAt) => change({ ...newest.current, cursorAt }),
      reset: () => change({ choice: named.current }),
      onChange(listener) {
        listeners.current.add(listener)
        return () => listeners.current.delete(listener)
      },
    }
  }, [newest, set])
  useEffect(() => {
    const all = listeners.current
    return () => all.clear()
  }, [])
  return [state, view]
}
