import { sharePrefixLength } from './validate'

/**
 * Whether a topic can come by both of two valid filters. Then a broker may deliver it once, or a copy for each
 * subscription (MQTT 5 §3.3.4); `$share` filters get a copy of their own in any case.
 */
export function overlaps(a: string, b: string): boolean {
  const [one, two] = [a, b].map((filter) => filter.slice(sharePrefixLength(filter)).split('/'))
  if (!one || !two) return false
  if (isSystem(one[0]) !== isSystem(two[0])) return false
  for (let i = 0; ; i += 1) {
    const [left, right] = [one[i], two[i]]
    // `#` stands for its parent level as well
    if (left === '#' || right === '#') return true
    if (left === undefined || right === undefined) return left === right
    if (left !== right && left !== '+' && right !== '+') return false
  }
}

/** [MQTT-4.7.2-1]: no wildcard at the start matches it. */
const isSystem = (level: string | undefined) => level?.charAt(0) === '$'
