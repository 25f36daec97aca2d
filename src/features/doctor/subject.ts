import { create } from 'zustand'
import type { Fix } from '@/core/doctor/steps'
import type { Profile } from '@/core/profile/profile'
import { changeProfile } from '../connections/connections'
import { useProfile } from '../connections/useProfile'

/** Stands for the profile in the editor that is not saved, where a page's address names one. */
export const UNSAVED = 'unsaved'

/** What a fix may change. */
type Mended = Partial<Pick<Profile, 'url' | 'protocolVersion'>>

interface Unsaved {
  profile?: Profile
  /** what was changed since, for the editor to take over */
  mended: Mended
}

const useUnsaved = create<Unsaved>(() => ({ mended: {} }))

/** Hands what stands in the editor over to the doctor. */
export function handUnsaved(profile: Profile): void {
  useUnsaved.setState({ profile, mended: {} }, true)
}

/** What the doctor has mended of it, once; nothing for the editor of another profile. */
export function takeMended(id: string): Mended {
  const { profile, mended } = useUnsaved.getState()
  if (profile?.id !== id) return {}
  useUnsaved.setState({ mended: {} })
  return mended
}

/** The profile to be examined: stored, or as the editor has handed it over; or why there is none. */
export function useSubject(id: string | undefined): ReturnType<typeof useProfile> {
  const stored = useProfile(id)
  const unsaved = useUnsaved((state) => state.profile)
  return id === UNSAVED ? (unsaved ?? 'missing') : stored
}

/**
 * Changes the profile as the fix says.
 * @returns puts back what it was, unless it was changed again meanwhile
 * @throws AppError `storageFull`, `storageFailed`
 */
export async function applyFix(
  id: string,
  profile: Profile,
  fix: Extract<Fix, { kind: 'address' | 'version' }>,
): Promise<() => Promise<void>> {
  const to: Mended = fix.kind === 'address' ? { url: fix.url } : { protocolVersion: fix.protocolVersion }
  const from: Mended = fix.kind === 'address' ? { url: profile.url } : { protocolVersion: profile.protocolVersion }
  await mend(id, (now) => ({ ...now, ...to }))
  const isStill = (now: Profile) => (Object.keys(to) as (keyof Mended)[]).every((key) => now[key] === to[key])
  return () => mend(id, (now) => (isStill(now) ? { ...now, ...from } : now))
}

async function mend(id: string, change: (profile: Profile) => Profile): Promise<void> {
  if (id !== UNSAVED) return changeProfile(id, change)
  const { profile } = useUnsaved.getState()
  if (!profile) return
  const next = change(profile)
  useUnsaved.setState({ profile: next, mended: { url: next.url, protocolVersion: next.protocolVersion } })
}
