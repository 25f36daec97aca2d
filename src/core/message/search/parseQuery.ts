import { validateFilter, type TopicProblemCode } from '../../topic/validate'
import { readComparison } from './comparison'
import { parseMoment } from './moment'
import type { Condition, Fact, Query } from './query'
import { readQuoted } from './quoted'

/** Why a part of a query cannot be understood. The words are the i18n key `search.problem.<code>`. */
export interface QueryProblem {
  code: QueryProblemCode
  /** What was written there */
  found: string
  /** Of a topic filter: what is wrong with it, and the nearest valid one */
  topic?: TopicProblemCode
  suggestion?: string
}

export type QueryProblemCode =
  /** `qos:` and nothing behind it */
  | 'valueMissing'
  | 'qos'
  | 'direction'
  | 'yesNo'
  | 'moment'
  | 'topic'
  /** `0x` without whole bytes behind it */
  | 'bytes'
  /** a path and an operator, and then no number */
  | 'number'

/** One word of a query: what it says, or why it says nothing. */
export interface QueryPart {
  /** where it stands in the text */
  from: number
  to: number
  meaning: { condition: Condition } | { isCaseSensitive: boolean } | { problem: QueryProblem }
}

export interface ParsedQuery {
  /** of the parts that are understood */
  query: Query
  parts: QueryPart[]
  /** the first */
  problem?: QueryProblem
}

/**
 * Reads what a person types: words and `"phrases"` in topic or payload, `0x` bytes, `topic:`, `dir:`, `qos:`, `retain:`,
 * `after:`, `before:`, `case:`, `temp > 21.5`; a `-` before any of them excludes. Never throws.
 */
export function parseQuery(text: string): ParsedQuery {
  const parsed: ParsedQuery = { query: { conditions: [], isCaseSensitive: false }, parts: [] }
  for (let at = skipSpaces(text, 0); at < text.length; at = skipSpaces(text, at)) {
    const isExcluded = text.charAt(at) === '-' && /\S/.test(text.charAt(at + 1))
    const { fact, end } = readTerm(text, isExcluded ? at + 1 : at)
    const meaning = fact && meaningOf(fact, isExcluded)
    if (meaning) parsed.parts.push({ from: at, to: end, meaning })
    if (meaning && 'condition' in meaning) parsed.query.conditions.push(meaning.condition)
    else if (meaning && 'problem' in meaning) parsed.problem ??= meaning.problem
    else if (meaning) parsed.query.isCaseSensitive = meaning.isCaseSensitive
    at = end
  }
  return parsed
}

type Term = Fact | { kind: 'case'; isSensitive: boolean } | { kind: 'problem'; problem: QueryProblem }

function meaningOf(term: Term, isExcluded: boolean): QueryPart['meaning'] {
  if (term.kind === 'problem') return { problem: term.problem }
  if (term.kind === 'case') return { isCaseSensitive: term.isSensitive !== isExcluded }
  return { condition: { ...term, isExcluded } }
}

export function skipSpaces(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1
  return at
}

function wordEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && /\S/.test(text.charAt(at))) at += 1
  return at
}

const keyPattern = /^(topic|dir|qos|retain|after|before|case)[:：]/i

function readTerm(text: string, at: number): { fact?: Term; end: number } {
  const quoted = readQuoted(text, at)
  if (quoted) return quoted.text === '' ? { end: quoted.end } : { ...quoted, fact: { kind: 'text', text: quoted.text } }
  const end = wordEnd(text, at)
  const word = text.slice(at, end)
  const key = keyPattern.exec(word)
  if (key) return readPair((key[1] ?? '').toLowerCase(), text, at + key[0].length)
  if (/^0x/i.test(word)) return { fact: bytesOf(word), end }
  return readComparison(text, at) ?? { fact: { kind: 'text', text: word }, end }
}

function readPair(key: string, text: string, at: number): { fact: Term; end: number } {
  const quoted = readQuoted(text, at)
  const end = quoted?.end ?? wordEnd(text, at)
  const value = quoted?.text ?? text.slice(at, end)
  return { fact: value === '' ? problem('valueMissing', key) : pairOf(key, value), end }
}

export const problem = (code: QueryProblemCode, found: string): Term => ({ kind: 'problem', problem: { code, found } })

function pairOf(key: string, value: string): Term {
  const lower = value.toLowerCase()
  switch (key) {
    case 'topic':
      return topicOf(value)
    case 'dir':
      if (/^(in|received)$/.test(lower)) return { kind: 'direction', direction: 'received' }
      if (/^(out|sent)$/.test(lower)) return { kind: 'direction', direction: 'sent' }
      return problem('direction', value)
    case 'qos':
      if (value === '0' || value === '1' || value === '2')
        return { kind: 'qos', qos: value === '0' ? 0 : value === '1' ? 1 : 2 }
      return problem('qos', value)
    case 'retain': {
      const isRetained = yesNo(lower)
      return isRetained === undefined ? problem('yesNo', value) : { kind: 'retained', isRetained }
    }
    case 'case': {
      const isSensitive = yesNo(lower)
      return isSensitive === undefined ? problem('yesNo', value) : { kind: 'case', isSensitive }
    }
    default: {
      const moment = parseMoment(value)
      return moment ? { kind: 'time', edge: key === 'after' ? 'after' : 'before', moment } : problem('moment', value)
    }
  }
}

const yesNo = (value: string) =>
  value === 'yes' || value === '1' ? true : value === 'no' || value === '0' ? false : undefined

function topicOf(filter: string): Term {
  const { problem: wrong, suggestion } = validateFilter(filter)
  if (!wrong) return { kind: 'topic', filter }
  const found: QueryProblem = { code: 'topic', found: filter, topic: wrong.code }
  return { kind: 'problem', problem: suggestion === undefined ? found : { ...found, suggestion } }
}

function bytesOf(word: string): Term {
  const hex = word.slice(2).toLowerCase()
  return /^([0-9a-f]{2})+$/.test(hex) ? { kind: 'bytes', hex } : problem('bytes', word)
}
