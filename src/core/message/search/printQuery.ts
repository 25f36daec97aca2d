import { printMoment } from './moment'
import { parseQuery } from './parseQuery'
import { printPath } from './pathText'
import type { Condition, Fact, Query } from './query'
import { printQuoted } from './quoted'

/** A query as a person would type it: {@link parseQuery} reads the same query from it. */
export function printQuery({ conditions, isCaseSensitive }: Query): string {
  const words = conditions.map(printCondition)
  if (isCaseSensitive) words.push('case:yes')
  return words.join(' ')
}

export function printCondition(condition: Condition): string {
  return (condition.isExcluded ? '-' : '') + printFact(condition)
}

function printFact(fact: Fact): string {
  switch (fact.kind) {
    case 'text':
      return isBareWord(fact.text) ? fact.text : printQuoted(fact.text)
    case 'bytes':
      return `0x${fact.hex}`
    case 'topic':
      return `topic:${/^["'“]|\s/.test(fact.filter) ? printQuoted(fact.filter) : fact.filter}`
    case 'direction':
      return `dir:${fact.direction === 'received' ? 'in' : 'out'}`
    case 'qos':
      return `qos:${fact.qos}`
    case 'retained':
      return `retain:${fact.isRetained ? 'yes' : 'no'}`
    case 'time':
      return `${fact.edge}:${printMoment(fact.moment)}`
    case 'number':
      return `${printPath(fact.path)}${fact.operator}${fact.value}`
  }
}

/** Whether a word says itself wherever it stands: none that could be the second half of a comparison. */
function isBareWord(text: string): boolean {
  if (/^[\s\-!<>=≥≤≠＞＜＝]/.test(text)) return false
  const { parts, query } = parseQuery(text)
  const only = query.conditions[0]
  return parts.length === 1 && only?.kind === 'text' && only.text === text
}
