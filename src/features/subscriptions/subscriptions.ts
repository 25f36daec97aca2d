import type { WantedSubscription } from '@/core/profile/profile'
import { changeInPassing, useConnections } from '../connections/connections'
import { sessionOf } from '../sessions/sessions'

const COLORS = 8

const listOf = (profileId: string) =>
  useConnections.getState().profiles.find((p) => p.id === profileId)?.subscriptions ?? []

const setList = (profileId: string, change: (list: WantedSubscription[]) => WantedSubscription[]) =>
  changeInPassing(profileId, ({ subscriptions }) => ({ subscriptions: change(subscriptions) }))

/** Adds a filter, or replaces the one that is there. @throws AppError `storageFull`, `storageFailed` */
export async function addSubscription(
  profileId: string,
  wanted: Pick<WantedSubscription, 'filter' | 'qos'> & Partial<Pick<WantedSubscription, 'alias' | 'color' | 'format'>>,
): Promise<void> {
  const color = wanted.color ?? nextColor(listOf(profileId))
  const added: WantedSubscription = { alias: '', ...wanted, color, isEnabled: true }
  await setList(profileId, (list) =>
    list.some((s) => s.filter === added.filter)
      ? list.map((s) => (s.filter === added.filter ? added : s))
      : [...list, added],
  )
}

/** @throws AppError `storageFull`, `storageFailed` */
export function updateSubscription(
  profileId: string,
  filter: string,
  patch: Partial<Omit<WantedSubscription, 'filter'>>,
): Promise<void> {
  return setList(profileId, (list) => list.map((s) => (s.filter === filter ? { ...s, ...patch } : s)))
}

/** @returns puts it back in its place. @throws AppError `storageFull`, `storageFailed` */
export async function removeSubscription(profileId: string, filter: string): Promise<() => Promise<void>> {
  const list = listOf(profileId)
  const index = list.findIndex((s) => s.filter === filter)
  const removed = list[index]
  await setList(profileId, (now) => now.filter((s) => s.filter !== filter))
  return async () => {
    if (!removed) return
    await setList(profileId, (now) =>
      now.some((s) => s.filter === filter) ? now : [...now.slice(0, index), removed, ...now.slice(index)],
    )
  }
}

export function setSubscriptionEnabled(profileId: string, filter: string, isEnabled: boolean): Promise<void> {
  return updateSubscription(profileId, filter, { isEnabled })
}

/** Asks the broker again for a filter that it refused. */
export function retrySubscription(profileId: string, filter: string): void {
  const wanted = listOf(profileId).find((s) => s.filter === filter)
  // the profile keeps holding it: wanted anew is all that is meant here
  if (wanted) sessionOf(profileId)?.subscribe(filter, { qos: wanted.qos }).unsubscribe()
}

/** Colours are given in order, the least used first once all are in use. */
function nextColor(list: readonly WantedSubscription[]): number {
  const uses = Array.from({ length: COLORS }, (_, color) => list.filter((s) => s.color === color).length)
  return uses.indexOf(Math.min(...uses))
}
