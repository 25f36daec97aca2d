import { useEffect, useId, useState } from 'react'
import type { Suggestion } from '@/core/publish/suggest'
import { a11y, tappable } from '@/ui/a11y'
import { platform } from '@/ui/platform'
import type { TextField } from '@/ui/platformTypes'
import type { TypedField } from './useTypedField'

/** What can be chosen: a suggestion, or the cross that forgets it. */
interface Place {
  row: number
  isCross: boolean
}

interface SuggestionKeys {
  suggestions: readonly Suggestion[]
  choose: (suggestion: Suggestion) => void
  forget: (suggestion: Suggestion) => void
  typed: TypedField
}

type Attributes = Record<string, string | undefined>

/**
 * The keyboard on H5: the fields keep the focus and are told where in the list the arrow keys are (the combobox with a
 * grid of the ARIA practices). Touch and WeChat have buttons.
 */
export function useSuggestionKeys({ suggestions, choose, forget, typed }: SuggestionKeys) {
  const listId = useId()
  const [at, setAt] = useState<Place & { of: string; turn: number }>()
  // another list begins without a place, and so does each turn of the fields; the same list may have been made anew
  const listed = suggestions.map(({ topic, payload }) => `${topic} ${payload}`).join('\n')
  const drawn = at?.of === listed && at.turn === typed.turn ? at : undefined
  const isOpen = suggestions.length > 0
  const idOf = ({ row, isCross }: Place) => `${listId}${row}${isCross ? 'x' : ''}`
  const go = (to: Place | undefined) => setAt(to && { ...to, of: listed, turn: typed.turn })

  /** @returns whether the key meant something to the list */
  const press = (key: string, field: TextField): boolean => {
    // on a busy phone the key comes before what was typed is drawn
    const place = typed.isLatest() ? drawn : undefined
    const chosen = place && suggestions[place.row]
    if (key === 'Escape') typed.close()
    else if (key === 'ArrowDown' || key === 'ArrowUp') {
      const to = nextRow(key === 'ArrowDown' ? 1 : -1, place?.row, suggestions.length)
      // in a text of several lines the arrows are the cursor's
      if (!place && !isAtEdge(field, key)) return false
      go(to === undefined ? undefined : { row: to, isCross: false })
    } else if (!place || !chosen) return false
    else if (key === 'Enter') (place.isCross ? forget : choose)(chosen)
    else if (key === 'ArrowRight' && canForget(chosen)) go({ ...place, isCross: true })
    else if (key === 'ArrowLeft' && place.isCross) go({ ...place, isCross: false })
    else return false
    return true
  }
  // subscribed anew at each drawing: what it does has changed with it
  useEffect(() => {
    if (!isOpen) return undefined
    return platform.onFieldKey((key, field) => field.getAttribute('aria-controls') === listId && press(key, field))
  })
  const reached: Attributes = isOpen
    ? { 'aria-controls': listId, 'aria-activedescendant': drawn && idOf(drawn) }
    : { 'aria-controls': undefined, 'aria-activedescendant': undefined }
  const combobox: Attributes = { role: 'combobox', 'aria-haspopup': 'grid', 'aria-expanded': String(isOpen) }
  return {
    topicField: { ...combobox, 'aria-autocomplete': 'list', ...reached } as Attributes,
    /** one of several lines is no combobox */
    payloadField: { 'aria-autocomplete': 'list', ...reached } as Attributes,
    /** Where the list will be: a field that Taro's element has not told yet that it is closed still points here. */
    closed: { id: listId },
    list: (label: string) =>
      platform.isWeapp ? a11y({ role: 'group', label }) : { id: listId, ...a11y({ role: 'grid', label }) },
    row: platform.isWeapp ? {} : a11y({ role: 'row' }),
    isAt: (row: number, isCross: boolean) => drawn?.row === row && drawn.isCross === isCross,
    cell(row: number, isCross: boolean, label: string) {
      if (platform.isWeapp) return tappable(label)
      const isSelected = drawn?.row === row && drawn.isCross === isCross
      return { id: idOf({ row, isCross }), ...a11y({ role: 'gridcell', label, isSelected }) }
    },
  }
}

export type SuggestionList = ReturnType<typeof useSuggestionKeys>

export const canForget = ({ source }: Suggestion) => source === 'recent'

/** Beyond either end one is in the field again. */
function nextRow(step: 1 | -1, row: number | undefined, count: number): number | undefined {
  if (row === undefined) return step > 0 ? 0 : count - 1
  const to = row + step
  return to >= 0 && to < count ? to : undefined
}

function isAtEdge(field: TextField, key: 'ArrowDown' | 'ArrowUp'): boolean {
  if (field.tagName === 'INPUT') return true
  return field.selectionEnd === (key === 'ArrowDown' ? field.value.length : 0)
}
