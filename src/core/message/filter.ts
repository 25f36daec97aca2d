import { matches } from '../topic/match'

/** The subscription filters that a topic comes by, in their order. A message may match several. */
export function filtersOf(topic: string, filters: readonly string[]): string[] {
  return filters.filter((filter) => matches(filter, topic))
}

/** Finds the filters of a topic and remembers them: a screen asks for the same few topics over and over. */
export function createFilterIndex(filters: readonly string[], capacity = 2_000): (topic: string) => string[] {
  const known = new Map<string, string[]>()
  return (topic) => {
    const hit = known.get(topic)
    if (hit) return hit
    const found = filtersOf(topic, filters)
    if (known.size >= capacity) known.clear()
    known.set(topic, found)
    return found
  }
}
