import { View } from '@tarojs/components'
import type { Message } from '@/core/message/message'
import { hexOf } from '@/core/payload/hex'
import { useT } from '@/ui/language'

/** Characters of a property that are drawn; one may have 65,535 bytes. */
const longestValue = 1_000
/** User properties that are drawn: a packet may hold thousands. */
const maxUserProperties = 50

/** PUBLISH properties of MQTT 5 §3.3.2.3, user properties in their order. */
export function Properties({ message }: { message: Message }) {
  const t = useT()
  if (message.direction === 'sent' || !message.properties) return null
  const { contentType, responseTopic, correlationData, messageExpirySeconds } = message.properties
  const { payloadFormatIndicator, subscriptionIdentifiers = [], userProperties = [] } = message.properties
  const rows: [string, string | undefined][] = [
    [t('detail.contentType'), contentType],
    [t('detail.responseTopic'), responseTopic],
    [t('detail.correlationData'), correlationData && hexOf(correlationData.subarray(0, longestValue))],
    [
      t('detail.expiry'),
      messageExpirySeconds === undefined ? undefined : t('duration.seconds', { n: messageExpirySeconds }),
    ],
    [t('detail.format'), payloadFormatIndicator ? 'UTF-8' : undefined],
    [t('detail.subscriptionIds'), subscriptionIdentifiers.length > 0 ? subscriptionIdentifiers.join(', ') : undefined],
    ...userProperties
      .slice(0, maxUserProperties)
      .map(([name, value]): [string, string] => [t('detail.userProperty'), `${name} = ${value}`]),
  ]
  const present = rows.filter((row): row is [string, string] => row[1] !== undefined)
  if (present.length === 0) return null
  return (
    <View className="group">
      <View className="group-header">{t('detail.properties')}</View>
      <View className="group-card">
        {present.map(([name, value], i) => (
          <View key={i} className="detail-property ruled">
            <View className="detail-property-name">{name}</View>
            <View className="detail-property-value">
              {value.length > longestValue ? `${value.slice(0, longestValue)}…` : value}
            </View>
          </View>
        ))}
      </View>
      {userProperties.length > maxUserProperties && (
        <View className="group-footer">{t('detail.omitted', { n: userProperties.length - maxUserProperties })}</View>
      )}
    </View>
  )
}
