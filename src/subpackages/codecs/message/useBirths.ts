import { useMemo } from 'react'
import type { Message } from '@/core/message/message'
import { decodeSparkplug, sparkplugAliases, type SparkplugAliases } from '@/core/payload/sparkplug'
import { birthTopicsOf, parseSparkplugTopic } from '@/core/payload/sparkplugTypes'
import type { Decode } from '@/core/payload/tree'
import { entriesOf } from '@/features/messages/feed'

/** Larger births are not read for the names of a tree. */
const birthBytes = 262_144

function aliasesBefore(profileId: string, { id, topic }: Message): SparkplugAliases {
  const aliases: SparkplugAliases = new Map()
  const entries = entriesOf(profileId)
  const parsed = parseSparkplugTopic(topic)
  for (const birth of parsed ? birthTopicsOf(parsed).reverse() : []) {
    // the newest one before the message: a birth begins everything anew
    for (let i = entries.length - 1; i >= 0; i -= 1) {
      const entry = entries[i]
      if (entry?.direction !== 'received' || entry.topic !== birth || entry.id > id) continue
      if (entry.payload.length <= birthBytes) {
        sparkplugAliases(entry.payload).forEach((named, alias) => aliases.set(alias, named))
      }
      break
    }
  }
  return aliases
}

/**
 * Decodes Sparkplug with the names that the node's births have given, as far as the list holds them.
 * @returns undefined where there are none: the payload says all there is
 */
export function useBirths(profileId: string, message: Message, isSparkplug: boolean): Decode | undefined {
  const { id, topic } = message
  return useMemo(() => {
    const aliases = isSparkplug ? aliasesBefore(profileId, message) : undefined
    if (!aliases || aliases.size === 0) return undefined
    return (bytes, limits) => decodeSparkplug(bytes, limits, aliases)
    // the message itself changes with its delivery, its place does not
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [profileId, id, topic, isSparkplug])
}
