import type { Profile } from '@/core/profile/profile'
import { services } from '../services'
import { changeKnown, changeProfile, loseKnownPassword, useConnections } from './connections'

/** Passwords that another tab has set or removed reach the connections of this one. @returns ends that */
export function followVault(): () => void {
  return services.vault.onChange((id, password = '') => {
    if (password === '') void loseKnownPassword(id)
    else void changeKnown((profile) => (profile.id === id ? withKnown(profile, password) : profile))
  })
}

function withKnown(profile: Profile, password: string): Profile {
  return profile.password === password ? profile : { ...profile, password, usesPassword: true }
}

/** The password that a connection was waiting for. @throws AppError as `saveProfile` */
export function providePassword(id: string, password: string, keepsPassword: boolean): Promise<void> {
  return changeProfile(id, (profile) => ({ ...profile, password, keepsPassword, usesPassword: true }))
}

/** Connections whose password is here. */
export const usePasswordCount = () => useConnections(({ profiles }) => profiles.filter(hasPassword).length)

const isUnmoved = (profile: Profile) => profile.version === 1 && hasPassword(profile)
const hasPassword = ({ password }: Profile) => password !== ''

/**
 * Takes the passwords of all connections away: each asks for its own when it is to connect again.
 * @throws AppError `storageFull`, `storageFailed`
 */
export async function clearPasswords(): Promise<void> {
  await services.vault.clear()
  const { profiles } = useConnections.getState()
  await changeKnown((profile) => (profile.password === '' ? profile : { ...profile, password: '', usesPassword: true }))
  // a record that could not be written anew since version 1 has its password still
  for (const { id } of profiles.filter(isUnmoved)) await changeProfile(id, (profile) => profile)
}
