import { parseAddress } from '@/core/profile/address'
import type { OfferedProfile } from '@/core/profile/offered'

/** The address can be opened as it is, and nothing speaks against it. */
export function isUsable({ address }: OfferedProfile): boolean {
  const { url, problem } = parseAddress(address)
  return url !== undefined && problem === undefined
}
