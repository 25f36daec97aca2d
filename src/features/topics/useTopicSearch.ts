import { useEffect, useState } from 'react'
import { TopicSearch } from '@/core/topic/topicSearch'
import { services } from '../services'
import type { BranchRow } from './rows'
import { topicRow } from './rows'
import { topicsOf, useTopics } from './topics'

/** Typing goes on */
const PAUSE_MS = 150
/** Looked at between two frames */
const SLICE = 1_000

export interface TopicSearchState {
  isDone: boolean
  /** found, with those not listed */
  count: number
  listed: number
  rows: (from: number, count: number) => BranchRow[]
}

/** Looks for a text in topics and values, a slice at a time. @returns undefined while nothing is looked for */
export function useTopicSearch(profileId: string, text: string): TopicSearchState | undefined {
  const wanted = text.trim()
  const version = useTopics(profileId, (topics) => topics.version)
  const [state, setState] = useState<{ search: TopicSearch; text: string; seen: number }>()
  useEffect(() => {
    const entry = topicsOf(profileId)
    if (wanted === '' || !entry) return undefined
    return services.clock.setTimer(() => {
      setState({ search: new TopicSearch(entry.tree, wanted), text: wanted, seen: 0 })
    }, PAUSE_MS)
  }, [profileId, wanted])
  const search = state?.text === wanted ? state.search : undefined
  const seen = state?.seen
  useEffect(() => {
    if (!search || search.isDone) return undefined
    return services.clock.setTimer(() => {
      search.step(SLICE)
      setState((now) => now && { ...now, seen: now.seen + 1 })
    }, 0)
    // topics that came meanwhile are looked at with the next version
  }, [search, seen, version])
  if (wanted === '') return undefined
  return {
    isDone: search?.isDone === true,
    count: search?.count ?? 0,
    listed: search?.found.length ?? 0,
    rows: (from, count) => {
      const entry = topicsOf(profileId)
      if (!entry || !search) return []
      const now = services.clock.now()
      return search.found.slice(from, from + count).map((node) => topicRow(entry, node, now, true))
    },
  }
}
