import { fillMessage, type Filled, type FillProblem } from '@/core/collections/fill'
import type { SavedMessage } from '@/core/collections/savedMessage'
import { validateTopicName, type TopicProblem } from '@/core/topic/validate'
import type { Delivery } from '@/services'
import { useConnections } from '../connections/connections'
import { services } from '../services'
import type { usePublish } from '../sessions/usePublish'
import { rememberUse, memoryOf } from './memory'

export type Answers = Readonly<Record<string, string>>

/** Why a message was not made; `topic`: what its filled topic is not allowed to be. */
export type SendProblem = FillProblem | { code: 'topic'; problem: TopicProblem }

export type Sent = { ok: true; delivery: Delivery } | { ok: false; problem: SendProblem }

/** The message as it would go out now, or why it would not: for a preview, and for sending. */
export function fillNow(
  message: Pick<SavedMessage, 'id' | 'topic' | 'payload'>,
  profileId: string,
  answers: Answers,
): Extract<Filled, { ok: true }> | { ok: false; problem: SendProblem } {
  const filled = fillMessage(message.topic, message.payload, {
    now: services.clock.now(),
    random: services.random,
    counter: memoryOf(message.id).count + 1,
    clientId: useConnections.getState().profiles.find(({ id }) => id === profileId)?.clientId ?? '',
    answers,
  })
  const problem = filled.ok ? validateTopicName(filled.topic).problem : undefined
  return problem ? { ok: false, problem: { code: 'topic', problem } } : filled
}

/**
 * Fills the variables and publishes.
 * @throws AppError as {@link usePublish} does; it is not counted then
 */
export function sendSaved(
  message: SavedMessage,
  profileId: string,
  publish: ReturnType<typeof usePublish>,
  { answers = {}, queueOffline }: { answers?: Answers; queueOffline: boolean },
): Sent {
  const filled = fillNow(message, profileId, answers)
  if (!filled.ok) return filled
  const { qos, retain, expirySeconds } = message
  const expiryMs = expirySeconds === undefined ? undefined : expirySeconds * 1_000
  const delivery = publish(filled.topic, filled.payload, { qos, retain, expiryMs, queueOffline })
  rememberUse(message.id, answers)
  return { ok: true, delivery }
}
