import { parseAddress } from '@/core/profile/address'
import { withClientIdFilledIn, type OfferedProfile } from '@/core/profile/offered'
import type { Profile } from '@/core/profile/profile'
import { newProfile } from './connections'

interface Taken {
  /** normal form */
  url: string
  username: string
  password: string
  /** Of the subscriptions, those that the person wants */
  subscriptions: OfferedProfile['subscriptions']
  /** it is only kept: what is missing is asked for when it is to connect */
  isPaused: boolean
}

/** A profile of an offer, with an id and a client ID of its own. */
export function profileOfOffer(offer: OfferedProfile, taken: Taken): Profile {
  const fresh = newProfile(taken.url)
  const { protocolVersion, keepSession, sessionExpirySeconds, unknownRule, maximumPacketSize } = offer
  const will = withClientIdFilledIn(offer.will, fresh.clientId)
  return {
    ...fresh,
    ...taken,
    ...{ protocolVersion, keepSession, sessionExpirySeconds, unknownRule },
    name: offer.name.trim() || parseAddress(taken.url).parts.host,
    keepAliveSeconds: offer.keepAliveSeconds ?? fresh.keepAliveSeconds,
    ...(maximumPacketSize !== undefined && { maximumPacketSize }),
    ...(will && { will }),
    ...(taken.isPaused && offer.needsLogin && taken.password === '' && { usesPassword: true }),
  }
}
