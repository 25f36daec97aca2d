import { View } from '@tarojs/components'
import { useState } from 'react'
import { copiedMessages, copiedPayload } from '@/core/message/copied'
import { numberFields } from '@/core/chart/series'
import type { Message } from '@/core/message/message'
import type { WantedSubscription } from '@/core/profile/profile'
import { matches } from '@/core/topic/match'
import { isSettled } from '@/features/messages/kept'
import { byteSize, duration, fullTime } from '@/i18n/format'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'
import type { Picked } from '../selection/useSelection'
import type { StoredActions } from '../selection/useStoredActions'

interface MessageSheetProps {
  picked: Picked
  subscriptions: readonly WantedSubscription[]
  isKept: boolean
  actions: StoredActions
  /** Its numbers become a chart */
  onChart: () => void
  onPublishAgain: () => void
  /** It is the first of several */
  onSelect: () => void
  onClose: () => void
}

/** What can be done with a message of the list. */
export function MessageSheet(props: MessageSheetProps) {
  const { picked, subscriptions, isKept, actions, onChart, onPublishAgain, onSelect, onClose } = props
  const { message } = picked
  const { id, topic, payload } = message
  const t = useT()
  const isOmitted = message.direction === 'received' && message.omittedBytes !== undefined
  const hasNumbers = message.direction === 'received' && numberFields(payload).length > 0
  const closing = (run: () => void) => () => {
    onClose()
    run()
  }
  return (
    <Sheet title={t('messages.sheet')} onClose={onClose}>
      <Facts message={message} subscriptions={subscriptions} />
      <CellGroup>
        <Cell icon="copy" title={t('messages.copyTopic')} onClick={closing(() => actions.copy(topic))} />
        {payload.length > 0 && (
          <Cell
            icon="copy"
            title={t('messages.copyPayload')}
            onClick={closing(() => actions.copy(copiedPayload(payload)))}
          />
        )}
        {payload.length > 0 && (
          <Cell
            icon="copy"
            title={t('detail.copyBoth')}
            onClick={closing(() => actions.copy(copiedMessages([message])))}
          />
        )}
        {hasNumbers && <Cell icon="chart" title={t('detail.chart')} trail="chevron" onClick={closing(onChart)} />}
        {!isOmitted && <Cell icon="send" title={t('messages.publishAgain')} onClick={closing(onPublishAgain)} />}
      </CellGroup>
      {isSettled(message) && (
        <CellGroup>
          {isKept ? (
            <Cell icon="pin" title={t('keep.end')} onClick={closing(() => actions.unkeep([id]))} />
          ) : (
            <Cell
              icon="pin"
              title={t('keep.do')}
              note={t('keep.do.note')}
              onClick={closing(() => actions.keep([message]))}
            />
          )}
          <Cell icon="check" title={t('select.start')} onClick={closing(onSelect)} />
          <Cell icon="trash" title={t('common.delete')} tone="bad" onClick={closing(() => actions.remove([picked]))} />
        </CellGroup>
      )}
    </Sheet>
  )
}

/** Characters of a topic that are drawn; the protocol allows 65,535. */
const longestTopic = 1_000

/** What the row had no room for: the whole topic, the moment in full and how long ago that was. */
function Facts({ message, subscriptions }: { message: Message; subscriptions: readonly WantedSubscription[] }) {
  const t = useT()
  const [now] = useState(() => Date.now())
  const { topic, at, qos, payload } = message
  const omitted = message.direction === 'received' ? message.omittedBytes : undefined
  const isReceived = message.direction === 'received'
  const names = subscriptions
    .filter(({ filter }) => isReceived && matches(filter, topic))
    .map((s) => s.alias || s.filter)
  const ago = t('time.ago', { duration: duration(now - at, t) })
  return (
    <View className="msg-facts">
      <View className="msg-facts-topic">
        {topic.length > longestTopic ? `${topic.slice(0, longestTopic)}…` : topic}
      </View>
      <View>{`${fullTime(at, t)} · ${ago}`}</View>
      {names.length > 0 && <View>{t('messages.bySubscriptions', { names: names.join(' · ') })}</View>}
      <View>{`QoS ${qos} · ${byteSize(omitted ?? payload.length)}`}</View>
    </View>
  )
}
