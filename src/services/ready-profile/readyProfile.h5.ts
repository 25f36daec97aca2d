import { parseReadyProfile, readyAddress, readyProfileTimeoutMs, type ReadyProfile } from '@/core/profile/readyProfile'

/** Asks the server of the page whether it offers a profile. Never rejects: most servers offer none. */
export async function fetchReadyProfile(): Promise<ReadyProfile | undefined> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), readyProfileTimeoutMs)
  try {
    const response = await fetch('./homing.json', { cache: 'no-store', signal: abort.signal })
    const offered = response.ok ? parseReadyProfile(await response.json()) : undefined
    return offered && { ...offered, address: readyAddress(offered.address, location) }
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
