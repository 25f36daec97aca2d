import type { Profile } from './profile'
import type { OfferedMessage } from './sharedMessages'

/** A connection from elsewhere, checked and not stored: what a person looks at before they take it. */
export interface OfferedProfile extends Pick<
  Profile,
  'name' | 'protocolVersion' | 'keepSession' | 'subscriptions' | 'username' | 'password' | 'maximumPacketSize' | 'will'
> {
  /** as it came: `parseAddress` tells what is of use */
  address: string
  /** absent: the default of the platform */
  keepAliveSeconds?: number
  sessionExpirySeconds: number
  unknownRule: Profile['unknownRule']
  /** whoever shared it uses a user name or a password, which are not here */
  needsLogin: boolean
  /** saved messages that came with it */
  messages?: readonly OfferedMessage[]
  /** what was there and is of no use, by the names it has there */
  ignored: string[]
}

/** Stands in an offer where the client ID of whoever takes it belongs. */
export const clientIdMark = '{clientId}'

export const offeredBounds = {
  maxNameLength: 100,
  maxAddressLength: 1_024,
  maxSubscriptions: 200,
  /** of one file */
  maxConnections: 500,
  /** more than these are not listed */
  maxIgnored: 20,
  /** characters of a file; MQTTX writes messages into its exports */
  maxTextLength: 8_388_608,
} as const

/** Fills in what only the one who takes the offer has. */
export function withClientIdFilledIn(will: OfferedProfile['will'], clientId: string): OfferedProfile['will'] {
  if (!will) return undefined
  const fill = (text: string) => text.split(clientIdMark).join(clientId)
  return { ...will, topic: fill(will.topic), offline: fill(will.offline), online: fill(will.online) }
}
