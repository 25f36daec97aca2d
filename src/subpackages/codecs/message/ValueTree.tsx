import { Text, View } from '@tarojs/components'
import { memo, useMemo, useState } from 'react'
import { sparkline } from '@/core/chart/sparkline'
import type { DiffNode } from '@/core/payload/diff'
import type { JsonPath } from '@/core/payload/path'
import type { ValueNode } from '@/core/payload/tree'
import type { Translate } from '@/i18n/t'
import { a11y, tappable } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { Tag } from '@/ui/Tag'
import { SelectedValue } from './SelectedValue'
import { shownValue, treeRows, type TreeRow } from './treeRows'
import type { TrendOf } from './useTrends'

interface ValueTreeProps {
  root: DiffNode
  selected: JsonPath | undefined
  onSelect: (path: JsonPath | undefined) => void
  /** absent where a chart cannot read the numbers */
  onChart: ((path: string) => void) | undefined
  trendOf: TrendOf
}

/** Lines drawn at first, added by a tap, and held at most: a line costs about a kilobyte of `setData`. */
const firstLines = 32
const moreLines = 48
const maxLines = 240
/** Points that a level moves to the right; deeper levels move no further, or nothing would be left for values. */
const indent = 16
const maxIndents = 8

/** A tree of values: opens and closes, and a tap takes a value. Only a stretch of its lines is drawn. */
export function ValueTree({ root, selected, onSelect, onChart, trendOf }: ValueTreeProps) {
  const t = useT()
  const [opened, setOpened] = useState<Readonly<Record<string, boolean>>>({})
  const [stretch, setStretch] = useState({ from: 0, to: firstLines })
  const [selectedId, setSelectedId] = useState<string>()
  const rows = useMemo(() => treeRows(root, opened), [root, opened])
  const from = Math.min(stretch.from, Math.max(0, rows.length - 1))
  const earlier = () =>
    setStretch({ from: Math.max(0, from - moreLines), to: Math.min(stretch.to, from + maxLines - moreLines) })
  const later = () =>
    setStretch({ from: Math.max(from, stretch.to + moreLines - maxLines), to: stretch.to + moreLines })
  const select = (row: TreeRow) => {
    const isSame = row.id === selectedId && selected !== undefined
    setSelectedId(isSame ? undefined : row.id)
    onSelect(isSame ? undefined : row.path)
  }
  return (
    <View className="detail-tree" {...a11y({ role: 'group' })}>
      {from > 0 && (
        <View className="detail-tree-more" onClick={earlier} {...tappable()}>
          {t('detail.tree.earlier', { n: from })}
        </View>
      )}
      {rows.slice(from, stretch.to).map((row) => (
        <View key={row.id}>
          <Line
            row={row}
            isSelected={row.id === selectedId && selected !== undefined}
            trend={trendLine(row, trendOf)}
            onToggle={(isOpen) => setOpened((now) => ({ ...now, [row.id]: isOpen }))}
            onSelect={() => select(row)}
          />
          {row.id === selectedId && selected !== undefined && (
            <SelectedValue path={row.path} node={row.diff.node} onChart={onChart} />
          )}
        </View>
      ))}
      {rows.length > stretch.to && (
        <View className="detail-tree-more" onClick={later} {...tappable()}>
          {t('detail.tree.later', { n: rows.length - stretch.to })}
        </View>
      )}
      {root.node.omitted !== undefined && root.node.omitted > 0 && (
        <View className="detail-tree-more tone-3">{t('detail.omitted', { n: root.node.omitted })}</View>
      )}
    </View>
  )
}

interface LineProps {
  row: TreeRow
  isSelected: boolean
  /** the line of what the number has been, as a mask */
  trend: string | undefined
  onToggle: (isOpen: boolean) => void
  onSelect: () => void
}

const Line = memo(
  function Line({ row, isSelected, trend, onToggle, onSelect }: LineProps) {
    const t = useT()
    const { diff, depth, isOpen } = row
    const { node, change, before } = diff
    const key = node.key === undefined ? '' : String(node.key)
    const value = shownValue(node, isOpen)
    const note = noteOf(node, t)
    const spoken = [
      key,
      value,
      before && t('detail.was', { value: shownValue(before) }),
      change && change !== 'changed' && t(`detail.${change}`),
      note,
    ]
    return (
      <View
        className={classes('detail-row', isSelected && 'is-selected', change === 'removed' && 'is-removed')}
        style={{ paddingLeft: `${6 + Math.min(depth, maxIndents) * indent}px` }}
        onClick={onSelect}
      >
        {isOpen === undefined ? (
          <View className="detail-chevron" />
        ) : (
          <View
            className="detail-chevron hit"
            onClick={(event) => {
              event.stopPropagation()
              onToggle(!isOpen)
            }}
            {...tappable(t(isOpen ? 'detail.tree.close' : 'detail.tree.open', { key: key || value }), {
              isExpanded: isOpen,
            })}
          >
            <Icon name={isOpen ? 'down' : 'right'} size={16} />
          </View>
        )}
        {/* the row’s button stands beside the chevron’s, and hands the tap on */}
        <View className="detail-words" {...tappable(spoken.filter(Boolean).join(' '), { isSelected })}>
          {key !== '' && <View className="detail-key">{key}</View>}
          <View className="detail-value grow">
            <Text className={classes('detail-value-text', change === 'changed' && 'is-changed')}>{value}</Text>
            {before && <Text className="detail-before">{t('detail.was', { value: shownValue(before) })}</Text>}
          </View>
          {trend !== undefined && (
            <View className="detail-trend" style={{ WebkitMaskImage: trend, maskImage: trend }} />
          )}
          {change && change !== 'changed' ? (
            <Tag tone={change === 'added' ? 'ok' : 'bad'}>{t(`detail.${change}`)}</Tag>
          ) : (
            note !== '' && <View className="detail-note">{note}</View>
          )}
        </View>
      </View>
    )
  },
  (a, b) =>
    a.row.diff === b.row.diff &&
    a.row.id === b.row.id &&
    a.row.isOpen === b.row.isOpen &&
    a.isSelected === b.isSelected &&
    a.trend === b.trend,
)

const trendSize = { width: 52, height: 18 }

function trendLine({ path, diff: { node, change } }: TreeRow, trendOf: TrendOf): string | undefined {
  if (node.value === undefined || change === 'removed') return undefined
  const values = trendOf(path)
  return values.length > 0 ? `url("${sparkline(values, trendSize, '#000')}")` : undefined
}

/** What the encoding says of a value, or its kind where the value does not show it. */
function noteOf({ kind, note, children, omitted = 0 }: ValueNode, t: Translate): string {
  if (note !== undefined) return note
  switch (kind) {
    case 'array':
      return t('detail.kind.array', { n: (children?.length ?? 0) + omitted })
    case 'object':
    case 'string':
    case 'bytes':
      return t(`detail.kind.${kind}`)
    default:
      return ''
  }
}
