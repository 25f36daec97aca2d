import { create } from 'zustand'
import { services } from '../services'
import { sessionOf } from '../sessions/sessions'
import { removeFromFeed } from './feed'
import { readKept } from './kept'

/** Of a connection, remembered at most: more than a list that stands still and what it has read of the log can hold */
const maxRemoved = 4_096

const noIds: ReadonlySet<number> = new Set()

const useStore = create<{ removed: ReadonlyMap<string, ReadonlySet<number>> }>(() => ({ removed: new Map() }))

/** Messages deleted in this run, for who still holds them: a list that stands still, or a page out of the log. */
export function useRemoved(profileId: string): ReadonlySet<number> {
  return useStore((state) => state.removed.get(profileId)) ?? noIds
}

/**
 * Deletes messages: from the list at once, and from what is stored. Only those that are settled.
 * @returns undoes it; it throws as this does
 * @throws AppError `storageFull`, `storageFailed`; nothing is deleted then
 */
export async function removeMessages(profileId: string, ids: readonly number[]): Promise<() => Promise<void>> {
  // a session without a disk has nothing there to delete
  const isStored = sessionOf(profileId)?.isStored !== false
  const putBack = isStored ? await services.history.remove(profileId, ids) : () => Promise.resolve()
  const show = removeFromFeed(profileId, new Set(ids))
  mark(profileId, (removed) => ids.forEach((id) => removed.add(id)))
  await readKept(profileId)
  return async () => {
    await putBack()
    show()
    mark(profileId, (removed) => ids.forEach((id) => removed.delete(id)))
    await readKept(profileId)
  }
}

function mark(profileId: string, change: (removed: Set<number>) => void): void {
  const { removed } = useStore.getState()
  const next = new Set(removed.get(profileId))
  change(next)
  // the first ones go: a list that showed them has long been left or moved on
  for (const id of [...next].slice(0, Math.max(0, next.size - maxRemoved))) next.delete(id)
  useStore.setState({ removed: new Map(removed).set(profileId, next) })
}
