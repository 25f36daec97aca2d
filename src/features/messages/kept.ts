import { useEffect } from 'react'
import { create } from 'zustand'
import type { Message } from '@/core/message/message'
import { services } from '../services'

/** Messages of a connection that a person keeps: no budget takes them. */
export interface Kept {
  /** oldest first */
  messages: readonly Message[]
  ids: ReadonlySet<number>
}

const none: Kept = { messages: [], ids: new Set() }

const useStore = create<{ kept: ReadonlyMap<string, Kept> }>(() => ({ kept: new Map() }))

/** What is kept of a connection; nothing until it is read, or where it cannot be. */
export function useKept(profileId: string): Kept {
  const kept = useStore((state) => state.kept.get(profileId))
  useEffect(() => void readKept(profileId), [profileId])
  return kept ?? none
}

/** Whether a message may be kept or deleted: what is still on its way changes, and the session needs it. */
export function isSettled(message: Message): boolean {
  return message.direction === 'received' || !['queued', 'sending'].includes(message.status.name)
}

/** @throws AppError `storageFull`, `storageFailed`; nothing more is kept then */
export async function keepMessages(profileId: string, messages: readonly Message[]): Promise<void> {
  try {
    for (const message of messages) await services.history.keep(profileId, message)
  } finally {
    await readKept(profileId)
  }
}

/** @throws AppError `storageFull`, `storageFailed`; they are kept on then */
export async function unkeepMessages(profileId: string, ids: readonly number[]): Promise<void> {
  await services.history.unkeep(profileId, ids)
  await readKept(profileId)
}

/** Reads it anew. Never rejects: what is known stays. */
export async function readKept(profileId: string): Promise<void> {
  const entries = await services.history.kept(profileId).catch(() => undefined)
  if (!entries) return
  const messages = entries.filter((entry): entry is Message => entry.direction !== 'gap')
  const kept = new Map(useStore.getState().kept)
  kept.set(profileId, { messages, ids: new Set(messages.map(({ id }) => id)) })
  useStore.setState({ kept })
}
