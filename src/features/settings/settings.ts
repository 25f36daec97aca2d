import * as v from 'valibot'
import { create } from 'zustand'
import { services } from '../services'

const settingsSchema = v.object({
  language: v.fallback(v.picklist(['system', 'zh-CN', 'en']), 'system'),
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  /** ticks in the hand */
  hasHaptics: v.fallback(v.optional(v.boolean(), true), true),
  /** while a conversation is in front */
  keepsScreenOn: v.fallback(v.optional(v.boolean(), false), false),
  /** what was published is suggested when typing */
  remembersPublished: v.fallback(v.optional(v.boolean(), true), true),
})

export type Settings = v.InferOutput<typeof settingsSchema>

const KEY = 'settings'

export const useSettings = create<Settings>(() => v.parse(settingsSchema, {}))

/** Reads the stored settings; what is missing or unknown keeps its default. Never rejects. */
export async function loadSettings(): Promise<void> {
  const stored = v.safeParse(settingsSchema, await services.storage.get(KEY).catch(() => undefined))
  if (stored.success) useSettings.setState(stored.output)
}

/** @throws AppError `storageFull`, `storageFailed`: the choice holds for this run only */
export const setLanguage = (language: Settings['language']) => change({ language })

/** @throws AppError `storageFull`, `storageFailed`: the choice holds for this run only */
export const setTheme = (theme: Settings['theme']) => change({ theme })

/** @throws AppError `storageFull`, `storageFailed`: the choice holds for this run only */
export const setSetting = (patch: Partial<Settings>) => change(patch)

async function change(patch: Partial<Settings>): Promise<void> {
  useSettings.setState(patch)
  await services.storage.set(KEY, useSettings.getState())
}
