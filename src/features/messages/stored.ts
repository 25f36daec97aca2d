import type { Message, TimelineEntry } from '@/core/message/message'
import type { History, HistoryReader, ReadOptions } from '@/services/history/types'

/** Of one search: beyond so many parts, each of up to a thousand entries, nothing is worth waiting for. */
const maxParts = 200
/** How far ahead the next message of a topic is looked for, ms, nearest first; then to the newest. */
const spansMs = [60_000, 3_600_000, 86_400_000]

/** A stored message by its ID. @throws AppError `storageFailed` */
export async function findEntry(history: History, profileId: string, id: number): Promise<Message | undefined> {
  const reader = history.reader(profileId, { before: id + 1 })
  return first(
    reader,
    (entry) => entry.id === id,
    (entry) => entry.id < id,
  )
}

/** The message before another, of any topic. @throws AppError `storageFailed` */
export function findBefore(history: History, profileId: string, { id }: Message): Promise<Message | undefined> {
  return first(history.reader(profileId, { before: id }), () => true)
}

/** The message before another, of the same topic and direction. @throws AppError `storageFailed` */
export function findPrevious(history: History, profileId: string, message: Message): Promise<Message | undefined> {
  const reader = history.reader(profileId, { before: message.id, ...ofTopic(message.topic) })
  return first(reader, (entry) => isSibling(entry, message))
}

/** The message after another, of the same topic and direction. @throws AppError `storageFailed` */
export async function findNext(history: History, profileId: string, message: Message): Promise<Message | undefined> {
  for (const span of [...spansMs, undefined]) {
    const to = span === undefined ? {} : { to: message.at + span }
    const reader = history.reader(profileId, { from: message.at, ...to, ...ofTopic(message.topic) })
    const found = await last(reader, (entry) => entry.id > message.id && isSibling(entry, message))
    if (found) return found
  }
  return undefined
}

const isSibling = (entry: Message, { topic, direction }: Message) =>
  entry.topic === topic && entry.direction === direction

function ofTopic(topic: string): ReadOptions {
  const written = JSON.stringify(topic)
  return { hasTopic: (other) => other === topic, mayMatch: (record) => record.indexOf(written) >= 0 }
}

/** The newest message that is wanted; `isBeyond` ends the search early. */
async function first(
  reader: HistoryReader,
  isWanted: (entry: Message) => boolean,
  isBeyond: (entry: TimelineEntry) => boolean = () => false,
): Promise<Message | undefined> {
  for (let parts = 0; parts < maxParts; parts += 1) {
    const part = await reader.next()
    if (!part) return undefined
    for (const entry of part.entries) {
      if (entry.direction !== 'gap' && isWanted(entry)) return entry
      if (isBeyond(entry)) return undefined
    }
  }
  return undefined
}

/** The oldest message that is wanted. */
async function last(reader: HistoryReader, isWanted: (entry: Message) => boolean): Promise<Message | undefined> {
  let found: Message | undefined
  for (let parts = 0; parts < maxParts; parts += 1) {
    const part = await reader.next()
    if (!part) return found
    for (const entry of part.entries) if (entry.direction !== 'gap' && isWanted(entry)) found = entry
  }
  // what is older may hold a nearer one: better none than a wrong one
  return undefined
}
