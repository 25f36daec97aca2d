import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { TimelineEntry } from '@/core/message/message'
import { parseQuery, type ParsedQuery } from '@/core/message/search/parseQuery'
import { emptyQuery } from '@/core/message/search/query'
import { services } from '../services'
import { sessionOf, useSessions } from '../sessions/sessions'
import { Search, type SearchState } from './search'

/** After the last key: a search per letter would be thrown away. */
const typingMs = 250

interface OpenSearch {
  state: SearchState
  parsed: ParsedQuery
  search: Search
}

/** The search of a connection for what is typed; what is not understood looks for nothing. */
export function useSearch(profileId: string, text: string): OpenSearch {
  const [search] = useState(() => {
    const { history, clock } = services
    return new Search(profileId, { history, clock, follow: (listener) => followEntries(profileId, listener) })
  })
  useEffect(() => search.open(), [search])
  const parsed = useMemo(() => parseQuery(text), [text])
  useEffect(
    () => services.clock.setTimer(() => search.start(parsed.problem ? emptyQuery : parsed.query), typingMs),
    [search, parsed],
  )
  return { state: useStore(search.store), parsed, search }
}

/** What a session adds to its timeline; a changed profile gets another session. @returns stops it */
function followEntries(profileId: string, listener: (entry: TimelineEntry) => void): () => void {
  let session = sessionOf(profileId)
  let stop = session?.onEntry(listener)
  const unfollow = useSessions.subscribe(() => {
    const next = sessionOf(profileId)
    if (next === session) return
    stop?.()
    session = next
    stop = next?.onEntry(listener)
  })
  return () => {
    unfollow()
    stop?.()
  }
}
