import { View } from '@tarojs/components'
import type { Profile } from '@/core/profile/profile'
import type { Connection } from '@/core/session/connection'
import type { SessionStatus } from '@/core/session/states'
import { clientIdOfTab } from '@/features/connections/clientId'
import { byteSize, duration, thousands } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'

interface FactsSheetProps {
  profile: Profile
  status: SessionStatus
  onClose: () => void
}

/** A fact in plain words, with the name an engineer would search for. */
interface Fact {
  words: string
  term: string
  value: string
}

/** What holds on this connection: asked for by us, granted or set by the broker. */
export function FactsSheet({ profile, status, onClose }: FactsSheetProps) {
  const t = useT()
  const connection = status.name === 'online' ? status.connection : undefined
  const assigned = connection?.assignedClientId
  const id: Fact = {
    words: t('facts.clientId'),
    term: assigned === undefined ? 'Client Identifier' : `Assigned Client Identifier · ${t('facts.clientId.assigned')}`,
    value: assigned ?? clientIdOfTab(profile),
  }
  const facts = status.name === 'online' ? factsOf(status.connection, status.resumed, t) : []
  return (
    <Sheet title={t('facts.title')} onClose={onClose}>
      <CellGroup footer={connection ? undefined : t('facts.none')}>
        {[...facts, id].map(({ words, term, value }) => (
          <Cell
            key={term}
            className="facts-row"
            title={words}
            note={term}
            value={<View className="facts-value">{value}</View>}
          />
        ))}
      </CellGroup>
    </Sheet>
  )
}

function factsOf(connection: Connection, resumed: boolean, t: Translate): Fact[] {
  const { protocolVersion, receiveMaximum, maximumPacketSize, maximumQoS = 2 } = connection
  const available = (isAvailable = true) => t(isAvailable ? 'facts.available' : 'facts.unavailable')
  const facts: Fact[] = [
    { words: t('facts.version'), term: 'Protocol Version', value: protocolVersion === 5 ? '5.0' : '3.1.1' },
    {
      words: t('facts.session'),
      term: `Session Present ${resumed ? 1 : 0}`,
      value: t(resumed ? 'facts.session.resumed' : 'facts.session.fresh'),
    },
    { words: t('facts.expiry'), term: 'Session Expiry Interval', value: expiryWords(connection, t) },
    {
      words: t('facts.keepAlive'),
      term: connection.isServerKeepAlive ? 'Server Keep Alive' : 'Keep Alive',
      value: keepAliveWords(connection, t),
    },
  ]
  // a 3.1.1 broker says none of what follows
  if (protocolVersion === 4) return facts
  return [
    ...facts,
    {
      words: t('facts.receiveMaximum'),
      term: 'Receive Maximum',
      value: t('facts.receiveMaximum.value', { n: receiveMaximum === 1 ? 1 : thousands(receiveMaximum) }),
    },
    {
      words: t('facts.packetSize'),
      term: 'Maximum Packet Size',
      value: maximumPacketSize === undefined ? t('facts.unlimited') : byteSize(maximumPacketSize),
    },
    { words: t('facts.maximumQoS'), term: 'Maximum QoS', value: String(maximumQoS) },
    { words: t('facts.retain'), term: 'Retain Available', value: available(connection.retainAvailable) },
    {
      words: t('facts.wildcard'),
      term: 'Wildcard Subscription Available',
      value: available(connection.wildcardSubscriptionAvailable),
    },
    {
      words: t('facts.shared'),
      term: 'Shared Subscription Available',
      value: available(connection.sharedSubscriptionAvailable),
    },
  ]
}

function expiryWords({ sessionExpirySeconds }: Connection, t: Translate): string {
  if (sessionExpirySeconds === undefined) return t('facts.expiry.broker')
  return sessionExpirySeconds === 0 ? t('facts.expiry.none') : duration(sessionExpirySeconds * 1_000, t)
}

function keepAliveWords({ keepAliveSeconds, isServerKeepAlive }: Connection, t: Translate): string {
  if (keepAliveSeconds === 0) return t('facts.keepAlive.off')
  const every = duration(keepAliveSeconds * 1_000, t)
  return isServerKeepAlive ? t('facts.keepAlive.server', { duration: every }) : every
}
