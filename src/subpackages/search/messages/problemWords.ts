import type { QueryProblem } from '@/core/message/search/parseQuery'
import { useT } from '@/ui/language'

/** What in a query is not understood, why, and what to write instead. */
export function useProblemWords(problem: QueryProblem | undefined): string | undefined {
  const t = useT()
  if (!problem) return undefined
  const { code, found, topic, suggestion } = problem
  if (code !== 'topic') return t(`search.problem.${code}`, { found })
  const why = topic ? t(`subs.problem.${topic}`) : ''
  const instead = suggestion === undefined ? '' : t('search.problem.topicInstead', { suggestion })
  return [t('search.problem.topic', { found }), why, instead].filter((part) => part !== '').join(' ')
}
