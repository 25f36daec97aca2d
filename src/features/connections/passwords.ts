import { recordOf, type Profile } from '@/core/profile/profile'
import { services } from '../services'

type ProfileRecord = ReturnType<typeof recordOf>

/**
 * A stored profile with its password. One of version 1 carries it: it is in the vault before it leaves the record, and
 * where the one or the other cannot be written everything stays as it was until the next start. Never rejects.
 */
export async function withPassword(
  profile: Profile,
  store: (record: ProfileRecord) => Promise<void>,
): Promise<Profile> {
  const { id, password } = profile
  if (password === '') {
    const known = profile.usesPassword ? await services.vault.get(id) : undefined
    return { ...profile, password: known ?? '' }
  }
  const record = recordOf(profile)
  try {
    await services.vault.set(id, password, profile.keepsPassword === true)
    await store(record)
    return { ...record, password }
  } catch {
    // the next one to store it moves the password
    return { ...profile, usesPassword: true }
  }
}

/**
 * Puts a password that is new or is to be kept otherwise into the vault.
 * @returns puts back what was there. Never rejects
 * @throws AppError `storageFull`, `storageFailed`
 */
export async function keepPassword(profile: Profile, before: Profile | undefined): Promise<() => Promise<void>> {
  const { id, password, keepsPassword = false } = profile
  const isThere = before?.version === 2 && before.password === password
  const isSame = isThere && (before.keepsPassword ?? false) === keepsPassword
  if (password === '' || isSame) return () => Promise.resolve()
  await services.vault.set(id, password, keepsPassword)
  if (!before || before.password === '') return () => forgetPassword(id)
  return () => services.vault.set(id, before.password, before.keepsPassword ?? false).catch(() => undefined)
}

/** Never rejects: what is left is removed by the next start. */
export async function forgetPassword(id: string): Promise<void> {
  await services.vault.remove(id).catch(() => undefined)
}

/**
 * Removes the passwords of profiles that are gone. @throws AppError `storageFailed`
 * @param profilesNow asked for each: one may be saved meanwhile
 */
export async function removeOrphanPasswords(
  profilesNow: () => readonly Pick<Profile, 'id' | 'usesPassword'>[],
): Promise<void> {
  for (const id of await services.vault.ids()) {
    const isWanted = profilesNow().some((profile) => profile.id === id && profile.usesPassword)
    if (!isWanted) await services.vault.remove(id)
  }
}
