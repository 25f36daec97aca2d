import { View } from '@tarojs/components'
import { useCallback, useState, type ReactNode } from 'react'
import type { JsonPath } from '@/core/payload/path'
import type { PayloadFormat } from '@/core/payload/formats'
import type { Profile } from '@/core/profile/profile'
import { isSettled } from '@/features/messages/kept'
import type { OpenedMessage } from '@/features/messages/opened'
import { rememberFormat, type usePayloadViews } from '@/features/messages/views'
import { useSubscriptionOf } from '@/features/subscriptions/topics'
import { thousands } from '@/i18n/format'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { ActionBar } from './ActionBar'
import { FormatTabs } from './FormatTabs'
import { MessageHead } from './MessageHead'
import { PayloadBody } from './PayloadBody'
import { Properties } from './Properties'
import { contentKey, offeredFormats } from './reading'
import { RuleRow } from './RuleRow'
import { StoredRows } from './StoredRows'
import { useOrdinal } from './useOrdinal'
import { useReading } from './useReading'

interface MessageViewProps {
  profile: Profile
  opened: OpenedMessage
  views: NonNullable<ReturnType<typeof usePayloadViews>>
  /** Another message of the topic */
  onOpen: (messageId: number) => void
}

/** A whole message: where it came from, its bytes as what they are, what changed, and its properties. */
export function MessageView({ profile, opened, views, onOpen }: MessageViewProps) {
  const { message, previous, next } = opened
  const t = useT()
  const subscription = useSubscriptionOf(profile.subscriptions)(message.topic)
  const rule = message.direction === 'received' ? subscription?.format : undefined
  const reading = useReading(message, rule)
  const key = contentKey(message, reading)
  const [chosen, setChosen] = useState<PayloadFormat>()
  const format = chosen ?? rule ?? views.formats[key] ?? reading.detection.formats[0] ?? 'hex'
  const [sheet, setSheet] = useState<ReactNode>(null)
  const [selected, setSelected] = useState<JsonPath>()
  const choose = useCallback(
    (wanted: PayloadFormat) => {
      setChosen(wanted)
      setSelected(undefined)
      rememberFormat(key, wanted)
    },
    [key],
  )
  const isOmitted = message.direction === 'received' && message.omittedBytes !== undefined
  const color = message.direction === 'received' ? subscription?.color : undefined
  const name = subscription?.alias || subscription?.filter
  const ordinal = useOrdinal(profile.id, message, message.direction === 'received' ? subscription?.filter : undefined)
  const top = (
    <NavBar
      title={t('detail.title')}
      subtitle={
        <Subtitle
          name={(message.direction === 'received' && name) || t(`detail.${message.direction}`)}
          ordinal={ordinal === undefined ? undefined : t('detail.ordinal', { n: thousands(ordinal) })}
        />
      }
      isRaised
      actions={
        <>
          {previous && <IconButton icon="up" label={t('detail.previous')} onClick={() => onOpen(previous.id)} />}
          {next && <IconButton icon="down" label={t('detail.next')} onClick={() => onOpen(next.id)} />}
        </>
      }
    />
  )
  const bar = <ActionBar {...{ profile, opened, reading, format, selected }} onSheet={setSheet} />
  return (
    <Page top={top} bottom={bar} overlay={sheet}>
      <MessageHead opened={opened} color={color} />
      {!isOmitted && message.payload.length > 0 && reading.unpacked === undefined && (
        <FormatTabs offered={offeredFormats(reading, format)} value={format} onChange={choose} onSheet={setSheet} />
      )}
      <PayloadBody
        {...{ profile, opened, reading, format, selected, color }}
        isComparing={views.isComparing}
        onSelect={setSelected}
        onSheet={setSheet}
      />
      {!isOmitted && message.direction === 'received' && subscription && chosen !== undefined && chosen !== rule && (
        <RuleRow profileId={profile.id} subscription={subscription} format={chosen} />
      )}
      {!isOmitted && rule !== undefined && subscription && (chosen ?? rule) === rule && (
        <RuleRow profileId={profile.id} subscription={subscription} format={undefined} />
      )}
      <Properties message={message} />
      {isSettled(message) && <StoredRows profileId={profile.id} opened={opened} />}
      <View className="page-end" />
    </Page>
  )
}

function Subtitle({ name, ordinal }: { name: string; ordinal: string | undefined }) {
  return (
    <>
      <View className="ellipsis">{name}</View>
      {ordinal !== undefined && (
        <>
          <View className="middot" />
          <View className="detail-ordinal">{ordinal}</View>
        </>
      )}
    </>
  )
}
