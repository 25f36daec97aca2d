import { useCallback } from 'react'
import { AppError } from '@/core/errors'
import { encodeUtf8 } from '@/core/payload/utf8'
import { profileDefaults } from '@/core/profile/defaults'
import type { Delivery, Session } from '@/services'
import { sessionOf } from './sessions'

type Publish = (
  topic: string,
  /** text is sent as UTF-8 */
  payload: string | Uint8Array,
  options?: Partial<Parameters<Session['publish']>[2]>,
) => Delivery

/**
 * Publishes over a profile's session, now or once it is connected; the function stays the same between drawings.
 * QoS 1 and not retained, unless told otherwise. It throws as `Session.publish` does; AppError `noSession` while the
 * profile has no session.
 *
 * ```tsx
 * const publish = usePublish(profileId)
 * const open = async () => {
 *   const { settled } = publish('site/1/valve', 'open', { qos: 1 })
 *   setFate((await settled).name) // acknowledged, refused, unknown, …
 * }
 * ```
 */
export function usePublish(profileId: string): Publish {
  return useCallback(
    (topic, payload, options) => {
      const session = sessionOf(profileId)
      if (!session) throw new AppError('noSession')
      const bytes = typeof payload === 'string' ? encodeUtf8(payload) : payload
      return session.publish(topic, bytes, { qos: profileDefaults.qos, retain: false, ...options })
    },
    [profileId],
  )
}
