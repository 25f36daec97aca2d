import { AppError } from '@/core/errors'
import type { QoS } from '@/core/session/packets'
import { validateFilter } from '@/core/topic/validate'
import type { Delivery, Session } from '@/services'
import { services } from '../services'
import { sessionOf } from '../sessions/sessions'
import { topicsOf } from './topics'

/** What is known of the retained messages of a subtree. */
export interface RetainedPreview {
  /** topics that hold one, sorted */
  topics: string[]
  /**
   * `asked`: the broker sent them just now; `seen`: remembered from what arrived, because it cannot be asked now;
   * `refused`: likewise, because it does not let us subscribe
   */
  source: 'asked' | 'seen' | 'refused'
  /** there are more than are listed, or they were still coming */
  isPartial: boolean
}

export interface ClearProgress {
  done: number
  total: number
  refused: { topic: string; mqttCode: number }[]
  /** sent, and never acknowledged: they may be cleared or not */
  unknown: number
}

export interface Clearing {
  /** Resolves when all is done, or given up by {@link cancel}. @throws AppError of `publish` */
  finished: Promise<ClearProgress>
  /** What was sent cannot be taken back. */
  cancel: () => void
}

/** MQTT has no mark at the end of retained messages: after so much quiet there are most likely no more. */
const QUIET_MS = 700
const LONGEST_MS = 10_000
const MAX_TOPICS = 10_000
/** Messages under way at a time: the rest of the outbox stays the person's */
const BATCH = 20
const CLEARING_QOS: QoS = 1

/**
 * Asks the broker what it holds of a subtree, by a subscription for the moment. It sends retained messages only to a
 * filter that is new to it §3.8.3.1: where the person has subscribed to the same, others that match the same are used.
 */
export function findRetained(profileId: string, path: string): { found: Promise<RetainedPreview>; cancel: () => void } {
  const session = sessionOf(profileId)
  const filters = session?.status.name === 'online' ? filtersFor(path, session) : undefined
  if (!session || !filters) return { found: Promise.resolve(seen(profileId, path, 'seen')), cancel: () => undefined }
  let end: (isPartial: boolean) => void = () => undefined
  const found = new Promise<RetainedPreview>((resolve) => {
    const topics = new Set<string>()
    let stopQuiet: (() => void) | undefined
    const listen = () => {
      stopQuiet?.()
      stopQuiet = services.clock.setTimer(() => end(false), QUIET_MS)
    }
    const subscriptions = filters.map((filter) =>
      session.subscribe(filter, { qos: 0 }, ({ topic, retain, payload, omittedBytes }) => {
        if (!retain || (payload.length === 0 && omittedBytes === undefined)) return
        topics.add(topic)
        if (topics.size >= MAX_TOPICS) end(true)
        else listen()
      }),
    )
    const stopLongest = services.clock.setTimer(() => end(true), LONGEST_MS)
    const check = () => {
      const states = subscriptions.map(({ state }) => state.status.name)
      if (session.status.name !== 'online' || states.indexOf('refused') >= 0) return end(true)
      if (states.every((name) => name === 'granted') && !stopQuiet) listen()
    }
    const unlisten = session.onChange(check)
    end = (isPartial) => {
      end = () => undefined
      unlisten()
      stopQuiet?.()
      stopLongest()
      const isGranted = subscriptions.every(({ state }) => state.status.name === 'granted')
      for (const subscription of subscriptions) subscription.unsubscribe()
      if (!isGranted) return resolve(seen(profileId, path, session.status.name === 'online' ? 'refused' : 'seen'))
      resolve({ topics: Array.from(topics).sort(), source: 'asked', isPartial })
    }
    check()
  })
  return { found, cancel: () => end(true) }
}

/**
 * Publishes an empty retained message to each topic, which makes the broker forget the one it holds §3.3.1.3; a few at
 * a time, through the outbox.
 */
export function clearRetained(
  profileId: string,
  topics: readonly string[],
  onProgress: (progress: ClearProgress) => void,
): Clearing {
  const session = sessionOf(profileId)
  let progress: ClearProgress = { done: 0, total: topics.length, refused: [], unknown: 0 }
  let isCancelled = false
  const underWay = new Map<number, Delivery>()
  const settled = (change: Partial<ClearProgress>) => {
    progress = { ...progress, ...change }
    onProgress(progress)
  }
  const clearOne = async (topic: string): Promise<void> => {
    if (!session) throw new AppError('noSession')
    const delivery = session.publish(topic, new Uint8Array(0), { qos: CLEARING_QOS, retain: true })
    underWay.set(delivery.id, delivery)
    const status = await delivery.settled
    underWay.delete(delivery.id)
    if (status.name === 'acknowledged') {
      const entry = topicsOf(profileId)
      const node = entry?.tree.find(topic)
      if (node) entry?.tree.setRetained(node, false)
      settled({ done: progress.done + 1 })
    } else if (status.name === 'refused') {
      settled({ refused: [...progress.refused, { topic, mqttCode: status.mqttCode }] })
    } else if (status.name === 'unknown') settled({ unknown: progress.unknown + 1 })
  }
  let next = 0
  const work = async (): Promise<void> => {
    for (let topic = topics[next++]; topic !== undefined && !isCancelled; topic = topics[next++]) await clearOne(topic)
  }
  const cancel = () => {
    isCancelled = true
    for (const id of Array.from(underWay.keys())) session?.cancel(id)
  }
  const finished = Promise.all(Array.from({ length: Math.min(BATCH, topics.length) }, work)).then(
    () => progress,
    (error: unknown) => {
      cancel()
      throw error
    },
  )
  return { finished, cancel }
}

function seen(profileId: string, path: string, source: 'seen' | 'refused'): RetainedPreview {
  const entry = topicsOf(profileId)
  const node = entry?.tree.find(path)
  const found = entry && node ? entry.tree.retainedIn(node, MAX_TOPICS) : []
  return { topics: found.map((topic) => topic.path).sort(), source, isPartial: found.length >= MAX_TOPICS }
}

/** Filters that together match a topic and all below, none of which the session has. */
function filtersFor(path: string, session: Session): string[] | undefined {
  const held = new Set(session.subscriptions.map(({ filter }) => filter))
  for (let spelled = 0; spelled < 4; spelled += 1) {
    // t/# is t, t/+ and t/+/+/#
    const filters = Array.from({ length: spelled }, (_, i) => path + '/+'.repeat(i))
    filters.push(`${path}${'/+'.repeat(spelled)}/#`)
    if (filters.some((filter) => validateFilter(filter).problem !== undefined)) return undefined
    if (!filters.some((filter) => held.has(filter))) return filters
  }
  return undefined
}
