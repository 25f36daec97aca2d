import { anyNumberFields } from '@/core/chart/anyNumbers'
import type { NumberField } from '@/core/chart/series'
import type { TimelineEntry } from '@/core/message/message'

/** A topic with the numbers of its newest message. */
export interface TopicFields {
  topic: string
  fields: NumberField[]
}

const maxTopics = 100

/** What can be charted, by what came lately: the topics of the newest messages first. */
export function fieldsOf(entries: readonly TimelineEntry[]): TopicFields[] {
  const seen = new Set<string>()
  const topics: TopicFields[] = []
  for (let i = entries.length - 1; i >= 0 && topics.length < maxTopics; i -= 1) {
    const entry = entries[i]
    if (entry?.direction !== 'received' || seen.has(entry.topic)) continue
    seen.add(entry.topic)
    const fields = anyNumberFields(entry)
    if (fields.length > 0) topics.push({ topic: entry.topic, fields })
  }
  return topics
}
