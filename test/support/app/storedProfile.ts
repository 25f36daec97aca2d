import type { Profile } from '../../../src/core/profile/profile'
import type { WeappStorage } from '../weapp-host/types'

/** A phone that has these connections from an earlier run. */
export function phoneWith(...profiles: (Partial<Profile> & Pick<Profile, 'id' | 'url'>)[]): WeappStorage {
  const storage: WeappStorage = new Map()
  for (const profile of profiles) {
    const record: Profile = {
      version: 1,
      name: profile.id,
      protocolVersion: 5,
      clientId: `homing-${profile.id}-${process.pid}-${Math.random().toString(36).slice(2)}`,
      username: '',
      password: '',
      keepSession: true,
      sessionExpirySeconds: 86_400,
      keepAliveSeconds: 60,
      unknownRule: 'ask',
      isPaused: false,
      subscriptions: [],
      draft: { topic: '', payload: '', qos: 1, retain: false },
      ...profile,
    }
    storage.set(`profile/${record.id}`, JSON.stringify(record))
  }
  return storage
}
