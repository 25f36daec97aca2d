import type { Profile } from '@/core/profile/profile'

/** Before every topic, where anybody reads and writes: nobody else is likely to have it. */
export const ownPrefix = ({ id }: Pick<Profile, 'id'>) => `homing/${id}/`

/** A connection to a broker shared with strangers, which begins with topics of its own and something to send. */
export function withOwnCorner(profile: Profile): Profile {
  const prefix = ownPrefix(profile)
  return {
    ...profile,
    subscriptions: [{ filter: `${prefix}#`, qos: profile.draft.qos, alias: '', color: 0, isEnabled: true }],
    draft: { ...profile.draft, topic: `${prefix}hello`, payload: 'hello' },
  }
}
