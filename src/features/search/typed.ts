import { parseQuery } from '@/core/message/search/parseQuery'
import { printCondition } from '@/core/message/search/printQuery'
import type { Condition, Fact } from '@/core/message/search/query'

/**
 * What is typed, with another choice among the conditions of a kind: what else stands there stays as it was written.
 * @param next in front, where no phrase without its end can take it in; none takes the choice back
 */
export function withChoice(text: string, isOfKind: (condition: Condition) => boolean, next?: Fact): string {
  const kept = parseQuery(text)
    .parts.filter(({ meaning }) => !('condition' in meaning && isOfKind(meaning.condition)))
    .map(({ from, to }) => text.slice(from, to))
  return [...(next ? [printCondition({ ...next, isExcluded: false })] : []), ...kept].join(' ')
}

/** What is typed without one of its words. @param from where it begins */
export function withoutPart(text: string, from: number): string {
  return parseQuery(text)
    .parts.filter((part) => part.from !== from)
    .map((part) => text.slice(part.from, part.to))
    .join(' ')
}
