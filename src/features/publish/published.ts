import { create } from 'zustand'
import {
  noPublishHistory,
  parsePublishHistory,
  withoutMessage,
  withoutTopic,
  withPublished,
  type PublishHistory,
} from '@/core/publish/history'
import type { Suggestion } from '@/core/publish/suggest'
import { services } from '../services'
import { useSettings } from '../settings/settings'

const PUBLISHED = 'published/'

const { storage } = services
/** By profile; absent until it is read */
const useHistories = create<Record<string, PublishHistory | undefined>>(() => ({}))
const reading = new Map<string, Promise<unknown>>()

/** What was published from the bar of a profile; empty until it is read. */
export function usePublished(profileId: string): PublishHistory {
  const history = useHistories((histories) => histories[profileId])
  if (!history) void read(profileId)
  return history ?? noPublishHistory
}

function read(profileId: string): Promise<unknown> {
  const before = reading.get(profileId)
  if (before) return before
  const stored = storage.get(PUBLISHED + profileId).catch(() => undefined)
  const read = stored.then((record) => useHistories.setState({ [profileId]: parsePublishHistory(record) }))
  reading.set(profileId, read)
  return read
}

/** Never more than what was sent, and nothing while the person does not want it. Not stored is no alarm: it helps with typing. */
export function rememberPublished(profileId: string, topic: string, payload: string): void {
  if (useSettings.getState().remembersPublished) {
    void change(profileId, (history) => withPublished(history, { topic, payload }))
  }
}

/** Takes out what is suggested of it. */
export function forgetSuggestion(profileId: string, { topic, payload }: Suggestion): void {
  void change(profileId, (history) =>
    payload === '' ? withoutTopic(history, topic) : withoutMessage(history, { topic, payload }),
  )
}

async function change(profileId: string, next: (history: PublishHistory) => PublishHistory): Promise<void> {
  await read(profileId)
  const history = next(useHistories.getState()[profileId] ?? noPublishHistory)
  useHistories.setState({ [profileId]: history })
  await storage.set(PUBLISHED + profileId, history).catch(() => undefined)
}

/** Forgets what profiles have published. @throws AppError `storageFailed` */
export async function forgetPublished(isGone: (profileId: string) => boolean = () => true): Promise<void> {
  for (const key of await storage.keys(PUBLISHED)) {
    const profileId = key.slice(PUBLISHED.length)
    if (!isGone(profileId)) continue
    await storage.remove(key)
    if (useHistories.getState()[profileId]) useHistories.setState({ [profileId]: noPublishHistory })
  }
}
