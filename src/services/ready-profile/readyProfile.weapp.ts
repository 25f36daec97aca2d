import type { ReadyProfile } from '@/core/profile/readyProfile'

/** A mini-program comes from WeChat, not from a broker's server: nobody offers a profile. */
export function fetchReadyProfile(): Promise<ReadyProfile | undefined> {
  return Promise.resolve(undefined)
}
