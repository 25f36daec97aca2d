import { View } from '@tarojs/components'
import { memo } from 'react'
import { shortTopic } from '@/core/topic/short'
import type { BranchRow, FieldRow, TopicRow } from '@/features/topics/rows'
import { rate, thousands } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { tappable } from '@/ui/a11y'
import { useRoom } from '@/ui/appearance'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { sparkline } from './sparkline'

/** What is deeper stands no further to the right: names need the room. */
const maxIndent = 8
const indentStep = 16
const narrowIndentStep = 6
const rowInset = 10
/** Characters that stand beside the place of a sparkline; a longer text needs that place, too */
const shortValue = 8
/** What stands beside the whole topic of a row, and a character of its font, points at text scale 1 */
const besideFound = 101
const characterWidth = 7.9
/** A column is not wider on a phone, see `.page-column`; beside the list of a wide window no more is used of it */
const pageWidth = 560

interface TopicRowViewProps {
  row: TopicRow
  isSelected: boolean
  /** the value stands under the name */
  isNarrow: boolean
  onTap: (row: TopicRow) => void
  onMenu: (row: TopicRow) => void
}

/** A level, a topic or a number of its newest message. */
export const TopicRowView = memo(function TopicRowView({
  row,
  isSelected,
  isNarrow,
  onTap,
  onMenu,
}: TopicRowViewProps) {
  const t = useT()
  const indent = Math.min(row.depth, maxIndent) * (isNarrow ? narrowIndentStep : indentStep)
  const isFold = row.kind === 'topic' && row.fold !== undefined
  return (
    <View
      className={classes('topics-row', isSelected && 'is-selected', isNarrow && !isFound(row) && 'is-narrow')}
      style={{ paddingLeft: `${rowInset + indent}px`, backgroundSize: `${indent}px 100%` }}
      hoverClass="is-pressed"
      hoverStayTime={80}
      onClick={() => onTap(row)}
      onLongPress={() => onMenu(row)}
      {...tappable(labelOf(row, t), {
        isSelected,
        ...(isFold && { isExpanded: row.fold === 'open' }),
      })}
    >
      {row.kind === 'field' ? <Field row={row} /> : row.isFlat ? <Found row={row} /> : <Topic row={row} />}
    </View>
  )
}, isSame)

const isFound = (row: TopicRow) => row.kind === 'topic' && row.isFlat

function Topic({ row: { name, fold, isUnread, count, ratePerSecond, value } }: { row: BranchRow }) {
  const t = useT()
  return (
    <>
      {fold ? (
        <Icon name={fold === 'open' ? 'down' : 'right'} size={18} className="topics-fold" />
      ) : (
        <View className="topics-fold" />
      )}
      <View className={classes('topics-name', value !== undefined && 'is-leaf')}>{name || t('topics.emptyLevel')}</View>
      {isUnread && <View className="topics-unread" />}
      <View className="grow" />
      {value ? (
        <>
          <View className="topics-value">{value.text}</View>
          {(value.recent || value.text.length <= shortValue) && <Spark values={value.recent} />}
          <View className="topics-last">{thousands(count)}</View>
        </>
      ) : (
        <View className="topics-side">{countWords(count, ratePerSecond, t)}</View>
      )}
    </>
  )
}

/** Of what was found, the whole topic: its end, where it is too long */
function Found({ row: { name, isUnread, count, value } }: { row: BranchRow }) {
  const { width, scale } = useRoom()
  const columns = Math.floor(
    (Math.min(pageWidth, width) - besideFound * (1 + (scale - 1) / 3)) / characterWidth / scale,
  )
  return (
    <>
      <View className="topics-found">
        <View className="topics-name">{shortTopic(name, Math.max(8, columns))}</View>
        <View className="topics-found-value">{value?.text}</View>
      </View>
      {isUnread && <View className="topics-unread" />}
      <View className="topics-last">{thousands(count)}</View>
    </>
  )
}

function Field({ row: { label, text, recent, change } }: { row: FieldRow }) {
  return (
    <>
      <View className="topics-fold" />
      <View className="topics-field">{label}</View>
      <View className="grow" />
      <View className="topics-value">{text ?? '–'}</View>
      <Spark values={recent} />
      <View className="topics-last">{change ?? ''}</View>
    </>
  )
}

function Spark({ values }: { values: readonly number[] | undefined }) {
  const line = values && sparkline(values)
  const mask = line && `url("${line}")`
  return <View className="topics-spark" style={mask ? { WebkitMaskImage: mask, maskImage: mask } : { opacity: 0 }} />
}

function countWords(count: number, perSecond: number, t: Translate): string {
  const messages = t('topics.messages', { n: thousands(count) })
  return perSecond > 0 ? `${messages} · ${t('topics.perSecond', { rate: rate(perSecond) })}` : messages
}

/** The row as a sentence. */
function labelOf(row: TopicRow, t: Translate): string {
  const comma = t('common.comma')
  if (row.kind === 'field') {
    const value = row.text ?? t('topics.field.none')
    const words = t('topics.field', { name: row.path, field: row.label, value })
    return row.change === undefined ? words : words + comma + row.change
  }
  const { name, count, ratePerSecond, isUnread, value } = row
  const parts = [name || t('topics.emptyLevel'), value?.text, countWords(count, ratePerSecond, t)]
  if (isUnread) parts.push(t('topics.unread'))
  return parts.filter(Boolean).join(comma)
}

/** Rows are made anew at each flush: only what differs on the screen is drawn. */
function isSame(a: TopicRowViewProps, b: TopicRowViewProps): boolean {
  if (a.isSelected !== b.isSelected || a.isNarrow !== b.isNarrow || a.onTap !== b.onTap || a.onMenu !== b.onMenu)
    return false
  const [x, y] = [a.row, b.row]
  if (x.key !== y.key || x.depth !== y.depth) return false
  if (x.kind === 'field' || y.kind === 'field') {
    return (
      x.kind === 'field' && y.kind === 'field' && x.text === y.text && x.change === y.change && x.recent === y.recent
    )
  }
  return (
    x.name === y.name &&
    x.fold === y.fold &&
    x.isUnread === y.isUnread &&
    x.count === y.count &&
    x.ratePerSecond === y.ratePerSecond &&
    x.value?.text === y.value?.text &&
    x.value?.recent === y.value?.recent
  )
}
