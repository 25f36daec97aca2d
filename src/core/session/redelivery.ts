import type { Publish } from './packets'

/** A QoS 1 message received lately: what it was, and on which connection of this run it came (0: of an earlier run). */
export interface Seen {
  readonly hash: number
  readonly connection: number
}

/** By Packet Identifier, oldest first. Bounded by {@link seenMax}. */
export type SeenMessages = Map<number, Seen>

/** More than a broker keeps unacknowledged on one session. */
export const seenMax = 512

/**
 * Whether a QoS 1 message came before. DUP alone says only that the sender tried before, and identical heartbeats are
 * different messages: Packet Identifier and content must both match, and the sender must have a reason to send again,
 * which is DUP or a resumed connection §4.4. A broker that has set DUP once sets it [MQTT-3.3.1-1]: without it a message
 * is new there, however soon its identifier is used again.
 */
export function isRedelivery(
  seen: SeenMessages,
  { packetId, dup }: Publish,
  hash: number,
  { connection, resumed, setsDup }: { connection: number; resumed: boolean; setsDup: boolean },
): boolean {
  const before = packetId === undefined ? undefined : seen.get(packetId)
  if (before?.hash !== hash) return false
  // what a fresh session sends cannot be of an older one
  if (before.connection !== connection && !resumed) return false
  return dup || (!setsDup && before.connection !== connection)
}

const windowBytes = 4_096
const window = new Uint8Array(windowBytes)
/** the same bytes, four at once: in the order of the machine, which is that of the next run, too */
const words = new Int32Array(window.buffer)

/** As FNV-1a, 32 bits, over topic and payload, of which it takes four bytes at once. https://www.rfc-editor.org/rfc/rfc9923 */
export function contentHash({ topic, payload }: Pick<Publish, 'topic' | 'payload'>): number {
  let hash = Math.imul(0x811c9dc5 ^ payload.length, 0x01000193)
  for (let i = 0; i < topic.length; i += 1) hash = Math.imul(hash ^ topic.charCodeAt(i), 0x01000193)
  for (let at = 0; at < payload.length; at += windowBytes) {
    const part = payload.subarray(at, at + windowBytes)
    window.set(part)
    const count = (part.length + 3) >> 2
    window.fill(0, part.length, count * 4)
    for (let i = 0; i < count; i += 1) {
      hash = Math.imul(hash ^ (words[i] ?? 0), 0x01000193)
      // a product hands nothing down from its upper bits
      hash ^= hash >>> 15
    }
  }
  return hash >>> 0
}
