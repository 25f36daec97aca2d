import * as v from 'valibot'

/** Bounds of what is kept: WeChat stores 1 MB under a key and 10 MB in all. */
export const savedLimits = {
  messages: 200,
  /** characters */
  name: 60,
  folder: 30,
  topic: 2_000,
  payload: 32_768,
  answer: 1_000,
  /** Message Expiry Interval, seconds: a week, as long as a message waits to be sent */
  expirySeconds: 604_800,
} as const

const text = (most: number) => v.pipe(v.string(), v.maxLength(most))

export const savedMessageSchema = v.object({
  /** format of this record, for migration */
  version: v.literal(1),
  id: v.pipe(v.string(), v.nonEmpty()),
  name: text(savedLimits.name),
  /** empty: in none */
  folder: v.optional(text(savedLimits.folder), ''),
  /** with variables */
  topic: text(savedLimits.topic),
  /** text with variables, sent as UTF-8 */
  payload: text(savedLimits.payload),
  qos: v.picklist([0, 1, 2]),
  retain: v.optional(v.boolean(), false),
  /** Message Expiry Interval (MQTT 5 §3.3.2.3.3); absent: never */
  expirySeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(savedLimits.expirySeconds))),
  /** asked about before each time it is sent */
  mustConfirm: v.optional(v.boolean(), false),
})

/** A message that a person keeps to send again. */
export type SavedMessage = v.InferOutput<typeof savedMessageSchema>

/** Reads a stored record. @returns what is wrong in `issue` when it is none, or one of a later version */
export function parseSavedMessage(record: unknown): { message: SavedMessage } | { issue: string } {
  const result = v.safeParse(savedMessageSchema, record)
  if (result.success) return { message: result.output }
  const first = result.issues[0]
  return { issue: `${v.getDotPath(first) ?? 'savedMessage'}: ${first.message}` }
}

/** The folders that have messages, in the order of their first message. */
export function foldersOf(messages: readonly SavedMessage[]): { name: string; count: number }[] {
  const folders: { name: string; count: number }[] = []
  for (const { folder } of messages) {
    if (folder === '') continue
    const known = folders.find(({ name }) => name === folder)
    if (known) known.count += 1
    else folders.push({ name: folder, count: 1 })
  }
  return folders
}

/** Messages of a folder, or of all, that have every word in name, topic, payload or folder, whatever its case. */
export function findSaved(
  messages: readonly SavedMessage[],
  { folder, text: wanted = '' }: { folder?: string; text?: string },
): SavedMessage[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  return messages.filter((message) => {
    if (folder !== undefined && message.folder !== folder) return false
    const haystack = [message.name, message.folder, message.topic, message.payload].join('\n').toLowerCase()
    return words.every((word) => haystack.indexOf(word) >= 0)
  })
}

/** The IDs after a message has changed places with the one `by` places from it in the shown list. */
export function movedIds(ids: readonly string[], shown: readonly string[], id: string, by: -1 | 1): string[] {
  const other = shown[shown.indexOf(id) + by]
  if (shown.indexOf(id) < 0 || other === undefined) return [...ids]
  const moved = ids.filter((each) => each !== id)
  const at = moved.indexOf(other)
  moved.splice(by < 0 ? at : at + 1, 0, id)
  return moved
}
