import * as v from 'valibot'
import { payloadFormats } from '../payload/formats'
import { profileDefaults, sessionDefaults } from './defaults'

const qosSchema = v.picklist([0, 1, 2])

const wantedSubscriptionSchema = v.object({
  filter: v.pipe(v.string(), v.nonEmpty()),
  qos: qosSchema,
  alias: v.optional(v.string(), ''),
  /** index of the colour s1…s8, 0–7 */
  color: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7)),
  isEnabled: v.optional(v.boolean(), true),
  /** how payloads are shown; absent, or from a later version that knows more: as they are detected */
  format: v.fallback(v.optional(v.picklist(payloadFormats)), undefined),
})

/** A will of MQTT 5 §3.1.2.5 for a client that comes and goes; absent: never. */
export const willSchema = v.object({
  /** `afterDelay`: the broker reports it when nobody came back in time; `onLeave`: said on every leaving */
  mode: v.picklist(['afterDelay', 'onLeave']),
  topic: v.string(),
  offline: v.string(),
  /** published after every CONNACK; empty: nothing is */
  online: v.optional(v.string(), ''),
  qos: qosSchema,
  retain: v.optional(v.boolean(), true),
  /** seconds; 3.1.1 has no delay */
  delaySeconds: v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(86_400)),
})

export const profileSchema = v.object({
  /** format of this record, for migration */
  version: v.picklist([1, 2]),
  id: v.pipe(v.string(), v.nonEmpty()),
  name: v.string(),
  /** normal form: `ws(s)://host:port/path` */
  url: v.pipe(v.string(), v.regex(/^wss?:\/\//)),
  protocolVersion: v.optional(v.picklist([4, 5]), profileDefaults.protocolVersion),
  clientId: v.string(),
  username: v.optional(v.string(), ''),
  /** while the app runs; what is stored has none since version 2: it is in the vault */
  password: v.optional(v.string(), ''),
  /** it connects with a password, which has to be asked for where it is not known */
  usesPassword: v.optional(v.boolean()),
  /** H5: the password outlives the tab, sealed on the device */
  keepsPassword: v.optional(v.boolean()),
  keepSession: v.optional(v.boolean(), profileDefaults.keepSession),
  /** Session Expiry Interval, seconds: how long the broker keeps the session (MQTT 5 §3.1.2.11.2) */
  sessionExpirySeconds: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(60), v.maxValue(604_800)),
    profileDefaults.sessionExpirySeconds,
  ),
  /** seconds, 0 turns it off (MQTT 5 §3.1.2.10) */
  keepAliveSeconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
  /**
   * Maximum Packet Size of ours, bytes: a larger message is not taken (MQTT 5 §3.1.2.11.4); absent:
   * `sessionDefaults.maximumPacketSize`
   */
  maximumPacketSize: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(sessionDefaults.maximumPacketSize),
      v.maxValue(profileDefaults.maximumPacketSizeMost),
    ),
  ),
  will: v.optional(willSchema),
  /** what becomes of a message that was sent and not acknowledged when the broker has lost the session */
  unknownRule: v.optional(v.picklist(['ask', 'resend', 'drop']), profileDefaults.unknownRule),
  /** closed by the person: not connected until they open it again */
  isPaused: v.optional(v.boolean(), false),
  subscriptions: v.optional(v.array(wantedSubscriptionSchema), []),
  /** what the publish bar starts with */
  draft: v.optional(v.object({ topic: v.string(), payload: v.string(), qos: qosSchema, retain: v.boolean() }), {
    topic: '',
    payload: '',
    qos: profileDefaults.qos,
    retain: false,
  }),
})

/** A connection as the person keeps it. */
export type Profile = v.InferOutput<typeof profileSchema>
export type WantedSubscription = v.InferOutput<typeof wantedSubscriptionSchema>

/** What is stored of a profile: everything but the password. */
export function recordOf({ password, ...profile }: Profile): Omit<Profile, 'password'> {
  return { ...profile, version: 2, ...((profile.usesPassword || password !== '') && { usesPassword: true }) }
}

/** The connection has a password that is not known here: not any more, or not yet. */
export function isPasswordMissing({ password, usesPassword = false }: Profile): boolean {
  return usesPassword && password === ''
}

/** Reads a stored record. @returns undefined when it is no profile, with what was wrong in `issue` */
export function parseProfile(record: unknown): { profile: Profile } | { issue: string } {
  const result = v.safeParse(profileSchema, record)
  if (result.success) return { profile: result.output }
  const first = result.issues[0]
  return { issue: `${v.getDotPath(first) ?? 'profile'}: ${first.message}` }
}
