import { useEffect, useMemo } from 'react'
import { isPlain, suggestPayloads, suggestTopics, type Suggestion } from '@/core/publish/suggest'
import { loadCollections, useCollections } from '../collections/collections'
import { entriesOf } from '../messages/feed'
import { usePublished } from './published'

/** So many topics of what came are looked through. */
const maxSeen = 200

/** What may be meant, for the field that is typed in; nothing while there is none. */
export function useSuggestions(
  profileId: string,
  field: 'topic' | 'payload' | undefined,
  typed: { topic: string; payload: string },
): Suggestion[] {
  const history = usePublished(profileId)
  const templates = useCollections((collections) => collections.messages)
  useEffect(() => {
    if (field) void loadCollections()
  }, [field])
  const saved = useMemo(() => templates.filter(isPlain), [templates])
  // as it was when the field was entered: a list that moves under the finger is of no use
  const seen = useMemo(() => (field === 'topic' ? topicsSeen(profileId) : []), [profileId, field])
  const { topic, payload } = typed
  return useMemo(() => {
    if (field === 'topic') return suggestTopics(topic, { history, saved, seen })
    return field === 'payload' ? suggestPayloads(topic, payload, { history, saved }) : []
  }, [field, topic, payload, history, saved, seen])
}

function topicsSeen(profileId: string): string[] {
  const seen = new Set<string>()
  const entries = entriesOf(profileId)
  for (let i = entries.length - 1; i >= 0 && seen.size < maxSeen; i -= 1) {
    const entry = entries[i]
    // what the broker says of itself cannot be published to
    if (entry && entry.direction !== 'gap' && entry.topic[0] !== '$') seen.add(entry.topic)
  }
  return [...seen]
}
