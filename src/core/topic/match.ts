import { sharePrefixLength } from './validate'

/**
 * Whether a valid topic filter matches a topic name, MQTT 5 §4.7.
 * `#` also matches its parent level; a wildcard at the start never matches a topic that begins with `$`
 * [MQTT-4.7.2-1]; of `$share/group/filter` the filter decides.
 */
export function matches(filter: string, topic: string): boolean {
  let from = sharePrefixLength(filter)
  const first = filter.charAt(from)
  if (topic.startsWith('$') && (first === '+' || first === '#')) return false
  for (let at = 0; ;) {
    const filterEnd = levelEnd(filter, from)
    const level = filter.slice(from, filterEnd)
    if (level === '#') return true
    const topicEnd = levelEnd(topic, at)
    if (level !== '+' && level !== topic.slice(at, topicEnd)) return false
    const isTopicDone = topicEnd === topic.length
    if (filterEnd === filter.length) return isTopicDone
    if (isTopicDone) return filter.slice(filterEnd) === '/#'
    from = filterEnd + 1
    at = topicEnd + 1
  }
}

function levelEnd(text: string, from: number): number {
  const slash = text.indexOf('/', from)
  return slash < 0 ? text.length : slash
}
