import * as v from 'valibot'
import type { Gap, SentMessage, TimelineEntry } from '@/core/message/message'
import { restoreEntry } from '@/core/message/storedEntry'
import type { OutboxEntry } from '@/core/session/outbox'
import type { SeenMessages } from '@/core/session/redelivery'
import type { Grant } from '@/core/session/subscriptions'
import type { Restored } from '../journal/types'

/** The keys under which a session's journal holds its facts. */
export const factKeys = {
  /** whose session it is at which broker: absent where the broker keeps none */
  session: 'session',
  /** a message of ours that is not settled */
  out: (messageId: number) => `out/${messageId}`,
  /** the ID by which it stands among the others, where that is not its own */
  place: (messageId: number) => `place/${messageId}`,
  /** its Packet Identifier (0: QoS 0), whether PUBREC came, and when it was sent first */
  flight: (messageId: number) => `flight/${messageId}`,
  /** a Packet Identifier of ours that the broker may hold for a message given up */
  blockedId: (packetId: number) => `blocked/${packetId}`,
  /** a QoS 2 Packet Identifier received and not released */
  receivedId: (packetId: number) => `in/${packetId}`,
  /** hash of the QoS 1 message that came last with a Packet Identifier */
  seen: (packetId: number) => `seen/${packetId}`,
  /** the broker has set DUP before: what comes without is new */
  setsDup: 'dup',
  /** what the broker holds for a filter */
  grant: (filter: string) => `sub/${filter}`,
  /** there is a connection: what ends it without a word is the end of the app */
  online: 'online',
  /** the time away that is not over, or not counted yet */
  gap: 'gap',
  /** entries up to this ID were cleared away by the person */
  cleared: 'cleared',
} as const

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const packetIdSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))
const qos = v.picklist([0, 1, 2])
const sessionSchema = v.object({ url: v.string(), clientId: v.string() })
const flightSchema = v.tuple([id, v.boolean(), v.number()])
const grantSchema = v.object({ asked: qos, granted: qos, isUnsure: v.optional(v.literal(true)) })

export type Flight = v.InferOutput<typeof flightSchema>

/** What an earlier run of the app has left of a session. What cannot be read is left out, and counted. */
export interface SessionFacts {
  session?: v.InferOutput<typeof sessionSchema>
  granted: Map<string, Grant>
  receivedIds: number[]
  blockedIds: number[]
  seen: SeenMessages
  setsDup: boolean
  outbox: OutboxEntry[]
  /** the last time away, if it still lasts or its counting was cut off */
  gap?: Gap
  /** records that could not be read, those of the journal among them */
  damaged: number
  /** the app ended while there was a connection */
  wasOnline: boolean
}

export function readFacts({ facts, damaged }: Restored): SessionFacts {
  const read: SessionFacts = {
    damaged,
    session: parsed(sessionSchema, facts.get(factKeys.session)),
    granted: new Map(),
    receivedIds: [],
    blockedIds: [],
    seen: new Map(),
    setsDup: facts.has(factKeys.setsDup),
    outbox: [],
    gap: gapOf(facts.get(factKeys.gap)),
    wasOnline: facts.has(factKeys.online),
  }
  if (facts.has(factKeys.session) && !read.session) read.damaged += 1
  if (facts.has(factKeys.gap) && !read.gap) read.damaged += 1
  for (const [key, value] of facts) if (!readFact(read, key, value, facts)) read.damaged += 1
  read.outbox.sort((a, b) => placeOf(a) - placeOf(b))
  return read
}

/** @returns whether it could be read */
function readFact(read: SessionFacts, key: string, value: unknown, facts: Restored['facts']): boolean {
  const slash = key.indexOf('/')
  const rest = key.slice(slash + 1)
  const packetId = Number(rest)
  switch (key.slice(0, slash + 1)) {
    case 'sub/': {
      const grant = parsed(grantSchema, value)
      if (grant) read.granted.set(rest, grant)
      return grant !== undefined
    }
    case 'in/':
      return pushId(read.receivedIds, packetId)
    case 'blocked/':
      return pushId(read.blockedIds, packetId)
    case 'seen/':
      if (typeof value === 'number') read.seen.set(packetId, { hash: value, connection: 0 })
      return typeof value === 'number'
    case 'place/':
      return v.is(id, value)
    case 'flight/':
      return v.is(flightSchema, value)
    case 'out/': {
      const entry = restoreEntry(value)
      if (entry?.direction !== 'sent') return false
      const flight = parsed(flightSchema, facts.get(factKeys.flight(Number(rest))))
      const place = parsed(id, facts.get(factKeys.place(Number(rest))))
      read.outbox.push({ ...outboxEntry(entry, flight), ...(place !== undefined && { place }) })
      return true
    }
    default:
      return true
  }
}

/** Where a message stands among the others. */
export const placeOf = ({ message, place }: OutboxEntry): number => place ?? message.id

function pushId(ids: number[], packetId: number): boolean {
  const isId = v.is(packetIdSchema, packetId)
  if (isId) ids.push(packetId)
  return isId
}

function outboxEntry(message: SentMessage, flight: Flight | undefined): OutboxEntry {
  if (!flight) return { message: { ...message, status: { name: 'queued' } } }
  const [packetId, isReleased, sentAt] = flight
  // a kill hides whether a socket was given it
  const isHanded = { isHanded: true, isReleased, sentAt, message: { ...message, status: { name: 'sending' } as const } }
  return packetId === 0 ? { ...isHanded, isPlanned: true } : { ...isHanded, packetId }
}

function gapOf(value: unknown): Gap | undefined {
  const entry: TimelineEntry | undefined = value === undefined ? undefined : restoreEntry(value)
  return entry?.direction === 'gap' ? entry : undefined
}

function parsed<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> | undefined {
  const result = v.safeParse(schema, value)
  return result.success ? result.output : undefined
}
