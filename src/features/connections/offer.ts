import type { Profile } from '@/core/profile/profile'
import type { ReadyProfile } from '@/core/profile/readyProfile'

const COLORS = 8

/** A profile made from what the server of the page offers. */
export function profileFromOffer(offer: ReadyProfile, fresh: Profile, language: 'zh-CN' | 'en'): Profile {
  return {
    ...fresh,
    id: offer.id,
    name: offer.name[language],
    url: offer.address,
    protocolVersion: offer.protocolVersion,
    subscriptions: offer.subscriptions.map(({ filter, qos, alias }, i) => ({
      filter,
      qos,
      alias: alias[language],
      color: (i + 1) % COLORS,
      isEnabled: true,
    })),
    draft: { ...offer.publish, retain: false },
  }
}
