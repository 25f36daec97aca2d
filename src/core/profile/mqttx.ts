import { validateFilter } from '../topic/validate'
import { profileDefaults } from './defaults'
import { offeredBounds, type OfferedProfile } from './offered'
import type { WantedSubscription } from './profile'

/** A connection in a file that MQTTX has exported as JSON (https://mqttx.app, "Export Data"): nothing of it is trusted. */
type Fields = Record<string, unknown>

/** MQTTX keeps house with these; losing them loses nothing. The client ID is made anew for each device. */
const housekeeping = new Set([
  ...['id', 'clientId', 'clientIdWithTime', 'createAt', 'updateAt', 'unreadMessageCount', 'orderId', 'parentId'],
  ...['isCollection', 'reconnect', 'reconnectPeriod', 'connectTimeout', 'ssl', 'certType', 'children', 'pushProps'],
])
const used = new Set([
  ...['name', 'clean', 'protocol', 'host', 'port', 'path', 'keepalive', 'username', 'password', 'mqttVersion'],
  ...['subscriptions', 'will', 'properties'],
])
const defaultPorts: Record<string, string> = { mqtt: '1883', mqtts: '8883', ws: '8083', wss: '8084' }

const { maxNameLength, maxIgnored, maxSubscriptions } = offeredBounds
const { sessionExpirySeconds: defaultExpiry } = profileDefaults
/** seconds; what a profile takes, see `profileSchema` */
const expiryLeast = 60
const expiryMost = 604_800

/** @returns undefined when it is no connection */
export function mqttxConnection(value: unknown): OfferedProfile | undefined {
  const fields = fieldsOf(value)
  if (!fields || typeof fields.host !== 'string' || fields.host.trim() === '') return undefined
  const ignored: string[] = []
  const ignore = (what: string) => void (ignored.length < maxIgnored && ignored.push(what.slice(0, 60)))
  for (const key of Object.keys(fields)) {
    if (used.has(key) || housekeeping.has(key) || isEmpty(fields[key])) continue
    // true is what everybody has
    if (key === 'rejectUnauthorized' && fields[key] === true) continue
    ignore(key)
  }
  const properties = fieldsOf(fields.properties) ?? {}
  const expiry = properties.sessionExpiryInterval
  for (const key of Object.keys(properties)) {
    if (key !== 'sessionExpiryInterval' && !isEmpty(properties[key])) ignore(`properties.${key}`)
  }
  const username = textOf(fields.username)
  const password = textOf(fields.password)
  return {
    address: addressOf(fields),
    name: textOf(fields.name).slice(0, maxNameLength),
    protocolVersion: /^3|^4$/.test(textOf(fields.mqttVersion)) ? 4 : 5,
    keepSession: fields.clean === false,
    sessionExpirySeconds: typeof expiry === 'number' ? within(expiry, expiryLeast, expiryMost) : defaultExpiry,
    ...(isWhole(fields.keepalive, 0, 65_535) && { keepAliveSeconds: fields.keepalive }),
    unknownRule: profileDefaults.unknownRule,
    will: willOf(fieldsOf(fields.will), ignore),
    ...{ username, password },
    needsLogin: false,
    subscriptions: subscriptionsOf(fields.subscriptions, ignore),
    ignored,
  }
}

function addressOf(fields: Fields): string {
  const host = textOf(fields.host).trim()
  const protocol = /^(ws|wss|mqtt|mqtts)$/.test(textOf(fields.protocol)) ? textOf(fields.protocol) : 'mqtt'
  const port = isWhole(fields.port, 1, 65_535) ? String(fields.port) : (defaultPorts[protocol] ?? '')
  const path = /^wss?$/.test(protocol) ? textOf(fields.path) : ''
  const bare = host.replace(/^[a-z]+:\/\//i, '')
  const slash = path === '' || path.startsWith('/') ? '' : '/'
  return `${protocol}://${bare}:${port}${slash}${path}`.slice(0, offeredBounds.maxAddressLength)
}

function willOf(fields: Fields | undefined, ignore: (what: string) => void): OfferedProfile['will'] {
  const topic = textOf(fields?.lastWillTopic)
  if (!fields || topic === '') return undefined
  const properties = fieldsOf(fields.properties) ?? {}
  for (const key of Object.keys(properties)) {
    if (key !== 'willDelayInterval' && !isEmpty(properties[key])) ignore(`will.${key}`)
  }
  const delay = properties.willDelayInterval
  return {
    mode: 'afterDelay',
    topic,
    offline: textOf(fields.lastWillPayload),
    online: '',
    qos: qosOf(fields.lastWillQos),
    retain: fields.lastWillRetain === true,
    // a phone resumes over its own half-open socket: without a delay that fires the will
    delaySeconds: typeof delay === 'number' ? within(delay, 5, 86_400) : 5,
  }
}

function subscriptionsOf(rows: unknown, ignore: (what: string) => void): WantedSubscription[] {
  const found: WantedSubscription[] = []
  if (!Array.isArray(rows)) return found
  rows.forEach((row: unknown, index) => {
    const fields = fieldsOf(row)
    const filter = textOf(fields?.topic)
    const isGood = fields !== undefined && validateFilter(filter).problem === undefined
    if (!isGood || found.length >= maxSubscriptions || found.some((other) => other.filter === filter)) {
      ignore(`subscriptions[${index}] ${filter}`.trim())
      return
    }
    for (const key of ['nl', 'rap', 'rh', 'subscriptionIdentifier']) {
      if (!isEmpty(fields[key])) ignore(`subscriptions[${index}].${key}`)
    }
    const isEnabled = fields.disabled !== true
    const alias = textOf(fields.alias).slice(0, maxNameLength)
    found.push({ filter, qos: qosOf(fields.qos), alias, color: found.length % 8, isEnabled, format: undefined })
  })
  return found
}

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const qosOf = (value: unknown): 0 | 1 | 2 => (value === 1 || value === 2 ? value : 0)
const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Math.floor(value) === value && value >= least && value <= most
const within = (value: number, least: number, most: number) =>
  Math.min(most, Math.max(least, Math.floor(value) || least))

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === undefined || value === null || value === '' || value === false || value === 0
}
