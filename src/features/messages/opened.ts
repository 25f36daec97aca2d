import Taro from '@tarojs/taro'
import { useEffect, useMemo, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Message, ReceivedMessage, TimelineEntry } from '@/core/message/message'
import { services } from '../services'
import { useSession } from '../sessions/useSession'
import { useFeed } from './feed'
import { findBefore, findEntry, findNext, findPrevious } from './stored'

/** The page of one message. */
export function messageAddress(profileId: string, messageId: number): string {
  return `/subpackages/codecs/message/index?profile=${encodeURIComponent(profileId)}&message=${messageId}`
}

/** Opens a message on a page of its own: what decodes it is loaded there. */
export function openMessage(profileId: string, message: Pick<Message, 'id'>): void {
  void Taro.navigateTo({ url: messageAddress(profileId, message.id) })
}

/** A message with what stands around it. */
export interface OpenedMessage {
  message: Message
  /** when the broker delivered it more than once: the later times */
  again: readonly ReceivedMessage[]
  /** of the same topic and direction; absent while it is looked for, too */
  previous?: Message
  next?: Message
  /** from the message before it, of any topic, ms */
  sinceAnyMs?: number
}

type Opened = OpenedMessage | 'loading' | 'gone' | 'failed'

/**
 * A message by its ID, from what the list holds or else from what is stored: an address that is opened anew finds it
 * again. Follows what becomes of it, and what comes after it.
 */
export function useOpenedMessage(profileId: string, messageId: number): Opened {
  const message = useKnown(profileId, messageId)
  const restored = useRestored(profileId)
  const [stored, setStored] = useState<Stored>()
  const shown = message ?? (stored?.id === messageId ? stored.message : undefined)
  const near = useFeed(
    profileId,
    useShallow(({ entries }) => neighboursOf(shown, entries)),
  )
  const again = useFeed(
    profileId,
    useShallow(({ entries }) => laterDeliveries(shown, entries)),
  )
  const isInList = message !== undefined
  const hasPrevious = near.previous !== undefined
  useEffect(() => {
    if (hasPrevious || (!isInList && !restored)) return undefined
    let isWanted = true
    void readStored(profileId, messageId, message).then((found) => isWanted && setStored(found))
    return () => {
      isWanted = false
    }
    // the message itself changes with its delivery, and is then the same for what stands around it
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [profileId, messageId, isInList, hasPrevious, restored])

  const around = stored?.id === messageId ? stored : undefined
  const previous = near.previous ?? around?.previous
  const next = near.next ?? around?.next
  const before = near.before ?? around?.before
  return useMemo(() => {
    if (!shown) return around === undefined ? 'loading' : around.isFailed ? 'failed' : 'gone'
    const sinceAny = before && { sinceAnyMs: shown.at - before.at }
    return { message: shown, again, ...(previous && { previous }), ...(next && { next }), ...sinceAny }
  }, [shown, again, previous, next, before, around])
}

/** The message as the list or the outbox has it now; what is pushed out of the list while it is read stays open. */
function useKnown(profileId: string, messageId: number): Message | undefined {
  const isIt = (entry: TimelineEntry): entry is Message => entry.direction !== 'gap' && entry.id === messageId
  const { outbox } = useSession(profileId)
  const inList = useFeed(profileId, ({ entries }) => entries.find(isIt))
  const now = outbox.find(isIt) ?? inList
  const [kept, setKept] = useState(now)
  if (now && now !== kept) setKept(now)
  return now ?? (kept?.id === messageId ? kept : undefined)
}

/** Whether the list holds what earlier runs have left: before, nothing can be said to be gone. */
function useRestored(profileId: string): boolean {
  const { session } = useSession(profileId)
  const [restored, setRestored] = useState<unknown>()
  useEffect(() => {
    let isWanted = true
    void session?.restored.then(() => isWanted && setRestored(session))
    return () => {
      isWanted = false
    }
  }, [session])
  return session !== undefined && restored === session
}

interface Near {
  previous: Message | undefined
  next: Message | undefined
  /** whatever came before it */
  before: Message | undefined
}

function neighboursOf(message: Message | undefined, entries: readonly TimelineEntry[]): Near {
  const near: Near = { previous: undefined, next: undefined, before: undefined }
  if (!message) return near
  for (const entry of entries) {
    if (entry.direction === 'gap' || entry.id === message.id) continue
    const isSibling = entry.topic === message.topic && entry.direction === message.direction
    if (entry.id < message.id) {
      near.before = entry
      if (isSibling) near.previous = entry
    } else if (isSibling) {
      near.next = entry
      break
    }
  }
  return near
}

/** The deliveries that the list folds into a message: the same bytes, marked by the session. */
function laterDeliveries(message: Message | undefined, entries: readonly TimelineEntry[]): ReceivedMessage[] {
  const again: ReceivedMessage[] = []
  if (message?.direction !== 'received') return again
  for (const entry of entries) {
    if (entry.id <= message.id || entry.direction !== 'received' || entry.topic !== message.topic) continue
    if (entry.qos !== message.qos || !isSamePayload(entry.payload, message.payload)) continue
    // from the next message of its own on, deliveries belong to that one
    if (!entry.isRedelivered) break
    again.push(entry)
  }
  return again
}

function isSamePayload(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

interface Stored {
  /** what was asked for */
  id: number
  message?: Message
  previous?: Message
  next?: Message
  before?: Message
  isFailed?: boolean
}

/** What is stored of a message and around it; `known` when the list has it. */
async function readStored(profileId: string, id: number, known: Message | undefined): Promise<Stored> {
  const { history } = services
  if (!history) return { id }
  try {
    const message = known ?? (await findEntry(history, profileId, id))
    if (!message) return { id }
    const [previous, before, next] = await Promise.all([
      findPrevious(history, profileId, message),
      findBefore(history, profileId, message),
      // of what the list has, it has what came after, too
      known ? undefined : findNext(history, profileId, message),
    ])
    return { id, message, ...(previous && { previous }), ...(before && { before }), ...(next && { next }) }
  } catch {
    return { id, isFailed: true }
  }
}
