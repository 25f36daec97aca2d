import { View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { copiedMessages, copiedPayload } from '@/core/message/copied'
import type { PayloadFormat } from '@/core/payload/formats'
import { formatPath, type JsonPath } from '@/core/payload/path'
import type { Profile } from '@/core/profile/profile'
import type { OpenedMessage } from '@/features/messages/opened'
import { deliveryActions, type DeliveryAction } from '@/features/publish/delivery'
import { useHandling } from '@/features/publish/handled'
import { ChoiceSheet } from '@/ui/ChoiceSheet'
import type { IconName } from '@/ui/icons'
import { useT } from '@/ui/language'
import { Tool } from '@/ui/Tool'
import { numericPaths, openChart } from './charted'
import type { Reading } from './reading'
import { SaveTool } from './SaveTool'
import { useCopy } from './useCopy'
import { useOwnActions } from './useOwnActions'

interface ActionBarProps {
  profile: Profile
  opened: OpenedMessage
  reading: Reading
  format: PayloadFormat
  selected: JsonPath | undefined
  onSheet: (sheet: ReactNode) => void
}

const actionIcons: Record<DeliveryAction, IconName> = { resend: 'send', edit: 'edit', cancel: 'x', letBe: 'check' }

/** What can be done with the message: at the bottom, under the thumb. */
export function ActionBar(props: ActionBarProps) {
  const { profile, opened } = props
  const { message } = opened
  const t = useT()
  const handling = useHandling(profile.id)(message.id)
  const own = useOwnActions(profile.id)
  const actions = message.direction === 'sent' ? deliveryActions(message, handling) : []
  const isOmitted = message.direction === 'received' && message.omittedBytes !== undefined
  return (
    <View className="foot tools">
      <CopyTool {...props} />
      <ChartTool {...props} />
      {!isOmitted && <SaveTool message={message} />}
      {actions.map((action, i) => (
        <Tool
          key={action}
          icon={actionIcons[action]}
          label={t(`sent.${action}`)}
          onClick={() => message.direction === 'sent' && own.act(action, message)}
          tone={i === 0 ? 'accent' : undefined}
        />
      ))}
      {actions.length === 0 && !isOmitted && (
        <Tool icon="send" label={t('messages.publishAgain')} onClick={() => own.publishAgain(message)} tone="accent" />
      )}
    </View>
  )
}

function CopyTool({ opened: { message }, onSheet }: ActionBarProps) {
  const t = useT()
  const copy = useCopy()
  const { topic, payload } = message
  const choose = (what: 'topic' | 'payload' | 'both') => {
    if (what === 'topic') copy(topic)
    else copy(what === 'payload' ? copiedPayload(payload) : copiedMessages([message]))
  }
  const ask = () =>
    onSheet(
      <ChoiceSheet
        title={t('common.copy')}
        options={[
          { value: 'topic', label: t('messages.copyTopic') },
          { value: 'payload', label: t('messages.copyPayload') },
          { value: 'both', label: t('detail.copyBoth') },
        ]}
        onChoose={choose}
        onClose={() => onSheet(null)}
      />,
    )
  return <Tool icon="copy" label={t('common.copy')} onClick={payload.length === 0 ? () => copy(topic) : ask} />
}

/** Paths that are offered for a chart. */
const offeredPaths = 30

function ChartTool({ profile, opened: { message }, reading, format, selected, onSheet }: ActionBarProps) {
  const t = useT()
  const paths = numericPaths(message, reading, format)
  if (paths.length === 0) return null
  const written = paths.map(formatPath)
  const open = (path: string) => openChart(profile.id, message.topic, path)
  const [only] = written
  const chosen = selected && formatPath(selected)
  const ask = () => {
    if (chosen !== undefined && written.indexOf(chosen) >= 0) open(chosen)
    else if (written.length === 1 && only !== undefined) open(only)
    else
      onSheet(
        <ChoiceSheet
          title={t('detail.chart.which')}
          options={written.slice(0, offeredPaths).map((path) => ({ value: path, label: path }))}
          onChoose={open}
          onClose={() => onSheet(null)}
        />,
      )
  }
  return <Tool icon="chart" label={t('detail.chart')} onClick={ask} />
}
