import * as v from 'valibot'
import { decodeBase64, encodeBase64 } from '../payload/base64'
import { payloadFormats } from '../payload/formats'
import { decodeUtf8, encodeUtf8 } from '../payload/utf8'
import { validateFilter } from '../topic/validate'
import { profileDefaults } from './defaults'
import { clientIdMark, offeredBounds, type OfferedProfile } from './offered'
import {
  holdsPassword,
  isPasswordIn,
  messageRow,
  namesClient,
  readMessages,
  type OfferedMessage,
  type Owner,
} from './sharedMessages'
import { profileSchema, willSchema, type Profile, type WantedSubscription } from './profile'

/** Of the forms written here: the second has saved messages. A later one is not guessed at. */
const plainVersion = 1
const messagesVersion = 2
/** A QR code of more bytes is hard to scan from a screen */
const qrMaxBytes = 1_200
/** What the import page's field takes, and a chat app passes on in one piece */
const linkMaxBytes = 60_000

export interface SharedProfile {
  version: number
  /** behind `homing:<version>?`, or behind `<version>.` in a page's address; letters, digits, `-` and `_` */
  data: string
  /** subscriptions that were left out for their length */
  dropped: number
  /** saved messages likewise */
  droppedMessages: number
  /** saved messages that hold a password, of whichever connection */
  withheld: number
  /** saved messages that name a client of another connection: nobody there would be it */
  foreign: number
  /** its will holds a password */
  isWillWithheld: boolean
}

export interface ShareChoice {
  hasSubscriptions: boolean
  /** saved messages to go with it */
  messages?: readonly OfferedMessage[]
  /** every connection of the phone: nothing of theirs may be in the messages or the will */
  owners?: readonly Owner[]
}

/** What a person shares: never the user name, the password, the client ID or what stands behind `?` in the address. */
export function shareProfile(profile: Profile, choice: ShareChoice): SharedProfile {
  const whole = shareWithin(profile, { ...choice, messages: [] }, Infinity)
  return shareWithin(profile, choice, Math.max(whole.data.length, linkMaxBytes))
}

/** For a QR code or a card: what is dispensable is left out. @returns undefined when even the rest is too long */
export function shareBriefly(
  profile: Profile,
  choice: ShareChoice & { linkLength: number },
): SharedProfile | undefined {
  const maxBytes = qrMaxBytes - choice.linkLength
  const shared = shareWithin(profile, choice, maxBytes)
  return shared.data.length <= maxBytes ? shared : undefined
}

/** The messages go first, then the subscriptions, the last of them first. */
function shareWithin(profile: Profile, choice: ShareChoice, maxBytes: number): SharedProfile {
  const subscriptions = choice.hasSubscriptions ? profile.subscriptions : []
  const wanted = choice.messages ?? []
  const owners = [profile, ...(choice.owners ?? [])]
  const others = owners.filter(({ clientId }) => clientId !== profile.clientId)
  const harmless = wanted.filter((message) => !holdsPassword(message, owners))
  const messages = harmless.filter((message) => !namesClient(message, others))
  const rows = rowsWithin(messages, profile, maxBytes)
  const encode = (subscriptionCount: number, messageCount: number) =>
    encodeRecord({
      ...profileRecord(profile, subscriptions.slice(0, subscriptionCount), owners),
      ...(messageCount > 0 && { m: rows.slice(0, messageCount) }),
    })
  const subscriptionCount = mostThatFit(subscriptions.length, (count) => encode(count, 0).length <= maxBytes)
  const isWhole = subscriptionCount === subscriptions.length
  const messageCount = isWhole ? mostThatFit(rows.length, (n) => encode(subscriptionCount, n).length <= maxBytes) : 0
  return {
    version: messageCount > 0 ? messagesVersion : plainVersion,
    data: encode(subscriptionCount, messageCount),
    dropped: subscriptions.length - subscriptionCount,
    droppedMessages: messages.length - messageCount,
    withheld: wanted.length - harmless.length,
    foreign: harmless.length - messages.length,
    isWillWithheld: isWillSecret(profile, owners),
  }
}

/** Not more rows than could fit: two hundred messages may be megabytes. */
function rowsWithin(messages: readonly OfferedMessage[], profile: Profile, maxBytes: number): unknown[][] {
  const rows: unknown[][] = []
  let length = 0
  for (const message of messages) {
    const row = messageRow(message, [profile])
    length += JSON.stringify(row).length
    if (length > maxBytes) break
    rows.push(row)
  }
  return rows
}

/** The largest number up to `most` that fits; what is longer fits less. */
function mostThatFit(most: number, fits: (count: number) => boolean): number {
  if (fits(most)) return most
  let [low, high] = [0, most]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (fits(middle)) low = middle
    else high = middle
  }
  return low
}

type Data = Pick<SharedProfile, 'version' | 'data'>

/** A link that the app knows wherever it is pasted or scanned. */
export const homingLink = ({ version, data }: Data) => `homing:${version}?${data}`
/** The parameter `data` of the import page. */
export const dataParameter = ({ version, data }: Data) => `${version}.${data}`

export const hasQuery = (url: string) => url.includes('?')

type ShareRecord = Record<string, unknown>

/** Whether a will holds a password of theirs: it is not shared then. */
export const isWillSecret = ({ will }: Pick<Profile, 'will'>, owners: readonly Owner[]): boolean =>
  will !== undefined && isPasswordIn([will.topic, will.offline, will.online].join('\n'), owners)

/** A connection as it is shared. @param owners every connection of the phone */
export function profileRecord(
  profile: Profile,
  subscriptions: readonly WantedSubscription[],
  owners: readonly Owner[],
): ShareRecord {
  const { name, url, protocolVersion, keepSession, sessionExpirySeconds, keepAliveSeconds, will } = profile
  const generic = (text: string) => (profile.clientId === '' ? text : text.split(profile.clientId).join(clientIdMark))
  const { sessionExpirySeconds: expiry, unknownRule } = profileDefaults
  const isDefaultKeepAlive =
    keepAliveSeconds === profileDefaults.keepAliveSeconds.h5 ||
    keepAliveSeconds === profileDefaults.keepAliveSeconds.weapp
  return {
    a: url.replace(/[?#][^]*$/, ''),
    ...(name !== '' && { n: name }),
    ...(protocolVersion === 4 && { v: 4 }),
    ...(!keepSession && { c: 0 }),
    ...(sessionExpirySeconds !== expiry && { x: sessionExpirySeconds }),
    ...(!isDefaultKeepAlive && { k: keepAliveSeconds }),
    ...(profile.maximumPacketSize !== undefined && { p: profile.maximumPacketSize }),
    ...(profile.unknownRule !== unknownRule && { r: profile.unknownRule }),
    ...(will &&
      !isWillSecret(profile, owners) && {
        w: { ...will, topic: generic(will.topic), offline: generic(will.offline), online: generic(will.online) },
      }),
    ...((profile.username !== '' || profile.password !== '' || profile.usesPassword) && { l: 1 }),
    ...(subscriptions.length > 0 && { s: subscriptions.map(rowOf) }),
  }
}

/** filter, QoS, alias, colour, on, format; what is as usual at the end is left out */
function rowOf({ filter, qos, alias, color, isEnabled, format }: WantedSubscription): unknown[] {
  const row = [filter, qos, alias, color, isEnabled ? 1 : 0, ...(format === undefined ? [] : [format])]
  return format === undefined && isEnabled ? row.slice(0, 4) : row
}

function encodeRecord(record: ShareRecord): string {
  const base64 = encodeBase64(encodeUtf8(JSON.stringify(record)))
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/** In any text: `homing:1?…`, or the address of the import page. */
const linkPattern = /(?:homing:(\d{1,4})\?|\bimport\/index\?data=(\d{1,4})\.)([A-Za-z0-9_-]*)/

export type SharedReading = OfferedProfile | 'broken' | 'newer'

/** Finds a shared profile in what was pasted or scanned. @returns undefined when there is none */
export function readSharedText(text: string): SharedReading | undefined {
  const match = linkPattern.exec(text)
  if (!match) return undefined
  return readSharedData(Number(match[1] ?? match[2]), match[3] ?? '')
}

/** Reads the parameter `data` of the import page. */
export function readDataParameter(parameter: string): SharedReading {
  const match = /^(\d{1,4})\.([A-Za-z0-9_-]*)$/.exec(parameter)
  return match ? readSharedData(Number(match[1]), match[2] ?? '') : 'broken'
}

/** What the import page's address holds of a text, if that is a shared profile. */
export function dataParameterIn(text: string): string | undefined {
  const match = linkPattern.exec(text)
  return match ? `${match[1] ?? match[2]}.${match[3]}` : undefined
}

function readSharedData(itsVersion: number, data: string): SharedReading {
  if (itsVersion > messagesVersion) return 'newer'
  if (itsVersion < plainVersion) return 'broken'
  const padded = data.replace(/-/g, '+').replace(/_/g, '/') + '==='.slice((data.length + 3) % 4)
  const bytes = decodeBase64(padded)
  const record = bytes && parseJson(decodeUtf8(bytes))
  return readProfileRecord(record) ?? 'broken'
}

/** Reads what {@link profileRecord} has made. @returns undefined when it is no connection */
export function readProfileRecord(record: unknown): OfferedProfile | undefined {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return undefined
  return offerOf(record as ShareRecord)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const { maxNameLength, maxAddressLength, maxSubscriptions, maxIgnored } = offeredBounds
const rowSchema = v.looseTuple([v.string(), v.picklist([0, 1, 2])])
const names: Record<string, string> = {
  n: 'name',
  v: 'protocolVersion',
  c: 'keepSession',
  x: 'sessionExpirySeconds',
  k: 'keepAliveSeconds',
  p: 'maximumPacketSize',
  r: 'unknownRule',
  w: 'will',
  s: 'subscriptions',
  l: 'login',
  m: 'messages',
}

function offerOf(record: ShareRecord): OfferedProfile | undefined {
  const { a: address } = record
  if (typeof address !== 'string' || address === '' || address.length > maxAddressLength) return undefined
  const ignored: string[] = []
  const ignore = (what: string) => void (ignored.length < maxIgnored && ignored.push(what.slice(0, 60)))
  const { entries } = profileSchema
  function take<T>(key: string, schema: v.GenericSchema<unknown, T>, otherwise: T): T {
    if (record[key] === undefined) return otherwise
    const parsed = v.safeParse(schema, record[key])
    if (parsed.success) return parsed.output
    ignore(names[key] ?? key)
    return otherwise
  }
  const offer: OfferedProfile = {
    address,
    name: take('n', v.pipe(v.string(), v.maxLength(maxNameLength)), ''),
    protocolVersion: take('v', v.picklist([4, 5]), profileDefaults.protocolVersion),
    keepSession: take('c', v.picklist([0, 1]), 1) === 1,
    sessionExpirySeconds: take('x', v.nonOptional(entries.sessionExpirySeconds), profileDefaults.sessionExpirySeconds),
    keepAliveSeconds: take('k', v.optional(entries.keepAliveSeconds), undefined),
    maximumPacketSize: take('p', entries.maximumPacketSize, undefined),
    unknownRule: take('r', v.nonOptional(entries.unknownRule), profileDefaults.unknownRule),
    will: take('w', v.optional(willSchema), undefined),
    username: '',
    password: '',
    needsLogin: take('l', v.picklist([0, 1]), 0) === 1,
    subscriptions: subscriptionsOf(take('s', v.array(v.unknown()), []), ignore),
    ignored,
  }
  const messages = readMessages(take('m', v.array(v.unknown()), []), ignore)
  if (messages.length > 0) offer.messages = messages
  for (const key of Object.keys(record)) if (key !== 'a' && names[key] === undefined) ignore(key)
  return offer
}

function subscriptionsOf(rows: readonly unknown[], ignore: (what: string) => void): WantedSubscription[] {
  const found: WantedSubscription[] = []
  rows.forEach((row, index) => {
    const parsed = v.safeParse(rowSchema, row)
    const [filter = '', qos = 0, alias, color, on, format] = parsed.success ? parsed.output : []
    const isGood = parsed.success && validateFilter(filter).problem === undefined
    if (!isGood || found.length >= maxSubscriptions || found.some((other) => other.filter === filter)) {
      ignore(`subscriptions[${index}] ${filter}`.trim())
      return
    }
    found.push({
      filter,
      qos,
      alias: typeof alias === 'string' ? alias.slice(0, maxNameLength) : '',
      color: typeof color === 'number' && [0, 1, 2, 3, 4, 5, 6, 7].includes(color) ? color : index % 8,
      isEnabled: on !== 0,
      format: payloadFormats.find((known) => known === format),
    })
  })
  return found
}
