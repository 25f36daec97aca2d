import { fold } from './fold'
import type { Query } from './query'

/** Units of a text, `to` exclusive. */
export interface TextRange {
  from: number
  to: number
}

/** Enough for a row; a text of one letter has thousands of hits. */
const maxRanges = 200

/** Where a text meets the conditions of a query that it shows: in order, apart from each other. */
export function highlightsOf(text: string, query: Query): TextRange[] {
  const ranges: TextRange[] = []
  for (const condition of query.conditions) {
    if (condition.isExcluded) continue
    if (condition.kind === 'text') addAll(ranges, text, condition.text, query.isCaseSensitive)
    else if (condition.kind === 'number') addName(ranges, text, condition.path)
  }
  return merged(ranges)
}

function addAll(ranges: TextRange[], text: string, needle: string, isCaseSensitive: boolean): void {
  const plain = isCaseSensitive ? text : fold(text)
  const wanted = isCaseSensitive ? needle : fold(needle)
  for (
    let at = plain.indexOf(wanted), n = 0;
    at >= 0 && n < maxRanges;
    at = plain.indexOf(wanted, at + wanted.length)
  ) {
    ranges.push({ from: at, to: at + wanted.length })
    n += 1
  }
}

const number = /\s*:\s*(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/y

/** The name and the number that is compared: `"temp":21.5`. */
function addName(ranges: TextRange[], text: string, path: readonly (string | number)[]): void {
  const last = path[path.length - 1]
  if (typeof last !== 'string') return
  const name = JSON.stringify(last)
  for (let at = text.indexOf(name), n = 0; at >= 0 && n < maxRanges; at = text.indexOf(name, at + name.length)) {
    number.lastIndex = at + name.length
    const found = number.exec(text)
    if (found) ranges.push({ from: at, to: number.lastIndex })
    n += 1
  }
}

function merged(ranges: TextRange[]): TextRange[] {
  const ordered = [...ranges].sort((a, b) => a.from - b.from || a.to - b.to)
  const apart: TextRange[] = []
  for (const range of ordered) {
    const last = apart[apart.length - 1]
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
    else apart.push({ ...range })
  }
  return apart
}

/** A text cut to the part that is worth showing, in one line. */
export interface Excerpt {
  /** with an ellipsis where something is left out */
  text: string
  ranges: TextRange[]
}

/** Shown before the first hit, so that it is seen in its place */
const before = 24

/** @param length units at most, without ellipses */
export function excerptOf(text: string, query: Query, length: number): Excerpt {
  const first = highlightsOf(text, query)[0]
  const isEarly = first === undefined || first.to <= length
  let from = isEarly ? 0 : Math.max(0, Math.min(first.from - before, text.length - length))
  if (isLow(text, from)) from -= 1
  let to = Math.min(text.length, from + length)
  if (isLow(text, to)) to -= 1
  // unit for unit, so that what is marked stays where it is
  const line = text.slice(from, to).replace(/\s/g, ' ')
  const shown = `${from > 0 ? '…' : ''}${line}${to < text.length ? '…' : ''}`
  return { text: shown, ranges: highlightsOf(shown, query) }
}

/** Whether cutting here would split a pair of surrogates. */
function isLow(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff && at > 0
}
