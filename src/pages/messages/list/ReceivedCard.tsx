import { Text, View } from '@tarojs/components'
import { memo } from 'react'
import type { ReceivedMessage } from '@/core/message/message'
import type { PayloadFormat } from '@/core/payload/formats'
import { shortTopic } from '@/core/topic/short'
import { clockTime, milliseconds, shortTime } from '@/i18n/format'
import { useT } from '@/ui/language'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { SwipeRow } from '@/ui/SwipeRow'
import { Tag } from '@/ui/Tag'
import { KeptMark, pickClasses, PickMark, rowRole } from './marks'
import { PayloadDigest } from './PayloadDigest'
import { isSameRow, type ReceivedItem, type Row } from './rows'
import { columnWidth } from './useColumns'
import { useRowSwipes, type OnSwipe } from './useRowSwipes'
import type { Selection } from '../selection/useSelection'

type ReceivedRow = Extract<Row, { kind: 'received' }>

interface ReceivedCardProps {
  row: ReceivedRow
  /** Of the subscription it came by, 0–7; none when no subscription matches any more */
  color: number | undefined
  /** Chosen for that subscription; none: as detected */
  format: PayloadFormat | undefined
  /** How many columns of the topic's font fit a row without marks */
  columns: number
  /** Of all that is kept: those of the row are marked */
  kept: ReadonlySet<number>
  /** Those that are selected; undefined while none is being selected */
  selection: Selection | undefined
  onOpen: OnMessage
  /** A long press asks what can be done; the page of a message has that at its bottom */
  onActions: OnMessage
  onSwipe: OnSwipe
}

type OnMessage = (message: ReceivedMessage, again: readonly ReceivedMessage[]) => void

/** Columns that the QoS mark takes from the topic */
const qosColumns = 3
/** … that the mark of a kept message takes */
const keptColumns = 3
/** … and the circle of a row that may be selected */
const pickColumns = 5

/** Columns that a tag takes from the topic: its insets and 11 point letters */
function tagColumns(label: string): number {
  const isWide = /[\u2e80-\u9fff]/.test(label)
  return Math.ceil((16 + label.length * (isWide ? 11 : 6.2)) / columnWidth)
}

/** Messages of one topic that came close together: the topic once, then a row for each. */
export const ReceivedCard = memo(
  function ReceivedCard(props: ReceivedCardProps) {
    const { row, color, format, columns, kept, selection, onOpen, onActions, onSwipe } = props
    const t = useT()
    const swipesOf = useRowSwipes(onSwipe, selection !== undefined)
    const [top, ...rest] = row.items
    if (!top) return null
    const first = top.message
    const isPicked = ({ id }: ReceivedMessage) => selection?.has(id)
    const ink = color === undefined ? 'var(--ink-2)' : `var(--s${color + 1})`
    const repeated = first.isRedelivered ? t('messages.redelivered') : first.dup && t('messages.duplicate')
    const tags = [first.retain && t('messages.retained'), repeated]
    const marks =
      (first.qos > 0 ? qosColumns : 0) + (kept.has(first.id) ? keptColumns : 0) + (selection ? pickColumns : 0)
    const beside = tags.reduce((sum, label) => sum + (label ? tagColumns(label) : 0), marks)
    return (
      <View className="msg-card">
        <View className="msg-rail" style={{ backgroundColor: color === undefined ? 'var(--ink-4)' : ink }} />
        <SwipeRow
          className={classes('msg-first', pickClasses(isPicked(first)))}
          actions={swipesOf(top, kept.has(first.id))}
          hoverClass="is-pressed"
          hoverStayTime={80}
          onClick={() => onOpen(first, top.again)}
          onLongPress={() => onActions(first, top.again)}
          role={rowRole(isPicked(first))}
        >
          <PickMark isPicked={isPicked(first)} />
          <View className="msg-header">
            <Text className="msg-topic" style={{ color: ink }}>
              {shortTopic(first.topic, columns - beside)}
            </Text>
            {first.retain && <Tag tone="accent">{t('messages.retained')}</Tag>}
            {repeated && <Tag tone="wait">{repeated}</Tag>}
            {first.qos > 0 && <View className="msg-qos">{`Q${first.qos}`}</View>}
            <View className="grow" />
            {kept.has(first.id) && <KeptMark />}
            <Time text={clockTime(first.at)} at={first.at} />
          </View>
          <PayloadDigest payload={first.payload} omittedBytes={first.omittedBytes} format={format} hasExpand />
          <Again item={top} />
        </SwipeRow>
        {rest.map(({ message, again }) => (
          <SwipeRow
            key={message.id}
            className={classes('msg-next ruled', pickClasses(isPicked(message)))}
            actions={swipesOf({ message, again }, kept.has(message.id))}
            hoverClass="is-pressed"
            hoverStayTime={80}
            onClick={() => onOpen(message, again)}
            onLongPress={() => onActions(message, again)}
            role={rowRole(isPicked(message))}
          >
            <PickMark isPicked={isPicked(message)} />
            <View className="grow">
              <PayloadDigest payload={message.payload} omittedBytes={message.omittedBytes} format={format} hasExpand />
              <Again item={{ message, again }} />
            </View>
            {kept.has(message.id) && <KeptMark />}
            <Time text={shortened(message.at, first.at)} at={message.at} />
          </SwipeRow>
        ))}
      </View>
    )
  },
  (a, b) =>
    isSameRow(a.row, b.row) &&
    a.color === b.color &&
    a.format === b.format &&
    a.columns === b.columns &&
    a.kept === b.kept &&
    a.selection === b.selection &&
    a.onOpen === b.onOpen &&
    a.onActions === b.onActions &&
    a.onSwipe === b.onSwipe,
)

/** The broker delivered it more than once: said where it stands, never hidden. */
function Again({ item: { again } }: { item: ReceivedItem }) {
  const t = useT()
  const last = again[again.length - 1]
  if (!last) return null
  return (
    <View className="msg-again">
      <Icon name="refresh" size={14} />
      <Text>{t('messages.redelivered.times', { n: again.length, time: clockTime(last.at) })}</Text>
    </View>
  )
}

/** `:42` within the minute of the card's first message. */
function shortened(at: number, first: number): string {
  const time = clockTime(at)
  return shortTime(at) === shortTime(first) ? time.slice(-3) : time
}

function Time({ text, at }: { text: string; at: number }) {
  return (
    <View className="msg-time">
      <Text className="tone-2">{text}</Text>
      {milliseconds(at)}
    </View>
  )
}
