import * as v from 'valibot'
import { create } from 'zustand'
import { savedLimits } from '@/core/collections/savedMessage'
import { services } from '../services'

const useSchema = v.object({
  /** how many messages it has made */
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** what was answered last, by label */
  answers: v.record(v.string(), v.string()),
})

const memorySchema = v.object({
  version: v.literal(1),
  /** connection that messages are sent over */
  profileId: v.fallback(v.optional(v.string()), undefined),
  /** by the message's ID */
  uses: v.fallback(v.record(v.string(), useSchema), {}),
})

type Memory = v.InferOutput<typeof memorySchema>
type Use = v.InferOutput<typeof useSchema>

const MEMORY = 'savedMessages/memory'
const unused: Use = { count: 0, answers: {} }

/** What is remembered of sending: where to, how often, with which answers. None of it is worth an alarm. */
export const useMemory = create<Memory>(() => ({ version: 1, uses: {} }))

let reading: Promise<void> | undefined

/** Reads it once. Never rejects. */
export function loadMemory(): Promise<void> {
  reading ??= services.storage
    .get(MEMORY)
    .then((record) => {
      const parsed = v.safeParse(memorySchema, record)
      if (parsed.success) useMemory.setState(parsed.output)
    })
    .catch(() => undefined)
  return reading
}

/** What is remembered of a message. */
export const memoryOf = (messageId: string): Use => useMemory.getState().uses[messageId] ?? unused

export function rememberTarget(profileId: string): void {
  remember({ profileId })
}

/** Counts a message that was made, with what was answered for it. */
export function rememberUse(messageId: string, answers: Readonly<Record<string, string>>): void {
  const { uses } = useMemory.getState()
  const others = Object.keys(uses).filter((id) => id !== messageId)
  const next: Memory['uses'] = {}
  // the longest unused go when there are more than messages
  for (const id of others.slice(-(savedLimits.messages - 1))) {
    const use = uses[id]
    if (use) next[id] = use
  }
  next[messageId] = { count: memoryOf(messageId).count + 1, answers: { ...answers } }
  remember({ uses: next })
}

function remember(change: Partial<Memory>): void {
  useMemory.setState(change)
  void services.storage.set(MEMORY, useMemory.getState()).catch(() => undefined)
}
