import { useEffect, useState } from 'react'
import type { ReceivedMessage } from '@/core/message/message'
import { profileDefaults } from '@/core/profile/defaults'
import type { QoS } from '@/core/session/packets'
import type { SubscriptionState } from '@/core/session/subscriptions'
import type { Session } from '@/services'
import { services } from '../services'
import { useSession } from './useSession'

/** A screen is drawn at most ten times a second, however fast messages come */
const drawEveryMs = 100
const defaultLimit = 100

interface SubscriptionView {
  /** Received since this component subscribed, oldest first */
  messages: readonly ReceivedMessage[]
  /** What the broker said: `granted` names the QoS, `refused` the reason code */
  status: SubscriptionState['status']
}

const none: readonly ReceivedMessage[] = []

/**
 * Subscribes a profile's session to a filter for as long as the component is there, and draws it again when messages
 * come or the broker answers. The same filter may be in use elsewhere: it is one subscription at the broker.
 *
 * ```tsx
 * const { messages, status } = useSubscription(profileId, 'site/+/temp', { qos: 1 })
 * if (status.name === 'refused') return <Text>{`refused: ${status.mqttCode}`}</Text>
 * return messages.map(({ id, topic, payload }) => <Text key={id}>{`${topic} ${decodeUtf8(payload)}`}</Text>)
 * ```
 *
 * @param options.qos the QoS asked for; default 1
 * @param options.limit how many messages are kept, the newest; default 100
 * @public
 */
export function useSubscription(
  profileId: string,
  filter: string,
  { qos = profileDefaults.qos, limit = defaultLimit }: { qos?: QoS; limit?: number } = {},
): SubscriptionView {
  const { session, subscriptions } = useSession(profileId)
  const [drawn, setDrawn] = useState<{ session: Session; filter: string; messages: readonly ReceivedMessage[] }>()
  useEffect(() => {
    if (!session) return
    const messages: ReceivedMessage[] = []
    let stopTimer: (() => void) | undefined
    const draw = () => {
      stopTimer = undefined
      setDrawn({ session, filter, messages: [...messages] })
    }
    const subscription = session.subscribe(filter, { qos }, (message) => {
      messages.push(message)
      if (messages.length > limit) messages.shift()
      stopTimer ??= services.clock.setTimer(draw, drawEveryMs)
    })
    return () => {
      stopTimer?.()
      subscription.unsubscribe()
    }
  }, [session, filter, qos, limit])
  const state = subscriptions.find((subscription) => subscription.filter === filter)
  return {
    messages: drawn && drawn.session === session && drawn.filter === filter ? drawn.messages : none,
    status: state?.status ?? { name: 'wanted' },
  }
}
