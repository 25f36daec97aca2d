import { customAlphabet } from 'nanoid/non-secure'
import { create } from 'zustand'
import { movedIds, parseSavedMessage, savedLimits, type SavedMessage } from '@/core/collections/savedMessage'
import { AppError } from '@/core/errors'
import type { OfferedMessage } from '@/core/profile/sharedMessages'
import { profileDefaults } from '@/core/profile/defaults'
import { services } from '../services'

export interface CollectionsState {
  load: 'loading' | 'ready' | { failed: string }
  /** in the person's order */
  messages: SavedMessage[]
  /** stored records that could not be read: kept where they are, and shown */
  broken: { key: string; issue: string }[]
}

const SAVED = 'saved/'
const ORDER = 'savedMessages/order'

const { storage } = services
const shortId = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 8)

export const useCollections = create<CollectionsState>(() => ({ load: 'loading', messages: [], broken: [] }))

const messagesNow = () => useCollections.getState().messages
const setMessages = (messages: SavedMessage[]) => useCollections.setState({ messages })

/** Reads what is stored. Never rejects; once it is there, a further call reads nothing. */
export async function loadCollections(): Promise<void> {
  if (useCollections.getState().load === 'ready') return
  try {
    const keys = await storage.keys(SAVED)
    const records = await Promise.all(keys.map((key) => storage.get(key)))
    const order = await storage.get(ORDER)
    const messages: SavedMessage[] = []
    const broken: CollectionsState['broken'] = []
    records.forEach((record, i) => {
      const parsed = parseSavedMessage(record)
      if ('message' in parsed) messages.push(parsed.message)
      else broken.push({ key: keys[i] ?? '', issue: parsed.issue })
    })
    useCollections.setState({ load: 'ready', messages: inOrder(messages, order), broken })
  } catch (cause) {
    useCollections.setState({ load: { failed: cause instanceof AppError ? cause.code : 'storageFailed' } })
  }
}

function inOrder(messages: SavedMessage[], order: unknown): SavedMessage[] {
  const ids: unknown[] = Array.isArray(order) ? order : []
  const place = ({ id }: SavedMessage) => (ids.indexOf(id) < 0 ? ids.length : ids.indexOf(id))
  return [...messages].sort((a, b) => place(a) - place(b))
}

/** A message with an ID of its own, not stored yet. */
export function newSavedMessage(content: Partial<SavedMessage> = {}): SavedMessage {
  const empty = { name: '', folder: '', topic: '', payload: '', qos: profileDefaults.qos, retain: false }
  return { ...empty, mustConfirm: false, ...content, version: 1, id: shortId() }
}

/** Whether one more can be kept. */
export const hasRoom = () => messagesNow().length < savedLimits.messages

let lastChange: Promise<unknown> = Promise.resolve()

/** One change after the other: each begins with what the one before has stored. */
function inTurn<T>(change: () => Promise<T>): Promise<T> {
  const changed = lastChange.then(change)
  lastChange = changed.catch(() => undefined)
  return changed
}

/**
 * Keeps a message: the one of the same ID is replaced in its place, a new one comes first or at `index`.
 * @throws AppError `savedFull`, `storageFull`, `storageFailed`; nothing has changed then
 */
export function saveMessage(message: SavedMessage, index = 0): Promise<void> {
  return inTurn(async () => {
    const former = messagesNow()
    const isKnown = former.some(({ id }) => id === message.id)
    if (!isKnown && !hasRoom()) throw new AppError('savedFull')
    const messages = isKnown
      ? former.map((each) => (each.id === message.id ? message : each))
      : [...former.slice(0, index), message, ...former.slice(index)]
    // the order first: a place without a message is harmless
    if (!isKnown) await saveOrder(messages)
    await storage.set(SAVED + message.id, message)
    setMessages(messages)
  })
}

const contentOf = ({ name, folder, topic, payload, qos, retain, expirySeconds = 0, mustConfirm }: OfferedMessage) =>
  JSON.stringify([name, folder, topic, payload, qos, retain, expirySeconds, mustConfirm])

/** Those that are not kept yet, word for word: one that only has the same name is another message. */
export function notKept(offered: readonly OfferedMessage[], kept: readonly OfferedMessage[]): OfferedMessage[] {
  const known = new Set(kept.map(contentOf))
  return offered.filter((message) => {
    const content = contentOf(message)
    const isNew = !known.has(content)
    known.add(content)
    return isNew
  })
}

/**
 * Keeps messages from elsewhere behind those that are there; what is kept already is not kept twice.
 * @returns how many there are more
 * @throws AppError `savedFull`, and nothing has changed; `storageFull`, `storageFailed`: those before it stay
 */
export async function addMessages(offered: readonly OfferedMessage[]): Promise<number> {
  if (offered.length === 0) return 0
  await loadCollections()
  return inTurn(async () => {
    // what is stored and could not be read would be overwritten in its order
    if (useCollections.getState().load !== 'ready') throw new AppError('storageFailed')
    const added = notKept(offered, messagesNow()).map(newSavedMessage)
    if (messagesNow().length + added.length > savedLimits.messages) throw new AppError('savedFull')
    // the order first: a place without a message is harmless
    await saveOrder([...messagesNow(), ...added])
    for (const message of added) {
      await storage.set(SAVED + message.id, message)
      setMessages([...messagesNow(), message])
    }
    return added.length
  })
}

/** Forgets a message. @returns what puts it back in its place. @throws AppError `storageFailed` */
export function removeMessage(id: string): Promise<() => Promise<void>> {
  return inTurn(async () => {
    const index = messagesNow().findIndex((message) => message.id === id)
    const removed = messagesNow()[index]
    await storage.remove(SAVED + id)
    const messages = messagesNow().filter((message) => message.id !== id)
    setMessages(messages)
    await saveOrder(messages).catch(() => undefined)
    return () => (removed ? saveMessage(removed, index) : Promise.resolve())
  })
}

/** Changes places with the next or the former of those that are shown. @throws AppError `storageFull`, `storageFailed` */
export function moveMessage(id: string, shown: readonly SavedMessage[], by: -1 | 1): Promise<void> {
  return inTurn(async () => {
    const ids = movedIds(
      messagesNow().map((message) => message.id),
      shown.map((message) => message.id),
      id,
      by,
    )
    const messages = inOrder(messagesNow(), ids)
    await saveOrder(messages)
    setMessages(messages)
  })
}

const saveOrder = (messages: SavedMessage[]) =>
  storage.set(
    ORDER,
    messages.map(({ id }) => id),
  )
