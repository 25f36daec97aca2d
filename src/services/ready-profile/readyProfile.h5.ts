import { parseReadyProfile, readyAddress, type ReadyProfile } from '@/core/profile/readyProfile'

/**
 * Asks the server of the page whether it offers a profile. Never rejects: most servers offer none. It may take long,
 * for the page that asks is starting: whoever waits decides how long.
 */
export async function fetchReadyProfile(): Promise<ReadyProfile | undefined> {
  try {
    const response = await fetch('./homing.json', { cache: 'no-store' })
    const offered = response.ok ? parseReadyProfile(await response.json()) : undefined
    return offered && { ...offered, address: readyAddress(offered.address, location) }
  } catch {
    return undefined
  }
}
