import { View } from '@tarojs/components'
import { useCallback, useMemo, useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import { useSession } from '@/features/sessions/useSession'
import type { TopicRow } from '@/features/topics/rows'
import { holdRows, readRows, showRows, useTopics } from '@/features/topics/topics'
import type { TopicSearchState } from '@/features/topics/useTopicSearch'
import { thousands } from '@/i18n/format'
import { tappable } from '@/ui/a11y'
import { useRoom } from '@/ui/appearance'
import { EmptyState } from '@/ui/EmptyState'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { Loading } from '@/ui/Loading'
import { RowList, type RowRange } from '@/ui/RowList'
import { useWhileShown } from '@/ui/useWhileShown'
import { TopicRowView } from './TopicRowView'

/** Points at the standard text size, and the width at that size from which on all of a row stands in one line */
const rowHeight = 44
const narrowRowHeight = 62
const roomyWidth = 250

interface TopicListProps {
  profile: Profile
  /** instead of the tree: what was found */
  search: TopicSearchState | undefined
  /** what is looked for */
  text: string
  selected: string | undefined
  onTap: (row: TopicRow) => void
  onMenu: (row: TopicRow) => void
}

export function TopicList({ profile, search, text, selected, onTap, onMenu }: TopicListProps) {
  const t = useT()
  const { scale, width } = useRoom()
  const textSize = Math.max(1, scale)
  const isNarrow = width / textSize < roomyWidth
  const { id } = profile
  const version = useWhileShown(useTopics(id, (topics) => topics.version))
  const total = useWhileShown(useTopics(id, (topics) => topics.rows))
  const pending = useWhileShown(useTopics(id, (topics) => topics.pending))
  const [range, setRange] = useState<RowRange>({ from: 0, count: 0 })
  const [jump, setJump] = useState(0)
  const onRange = useCallback(
    (next: RowRange) => {
      setRange((before) => (before.from === next.from && before.count === next.count ? before : next))
      showRows(id, next.from, next.count)
    },
    [id],
  )
  const onTop = useCallback((isAtTop: boolean) => holdRows(id, !isAtTop), [id])
  // `version` says that the tree has changed, which is read where it is
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const treeRows = useMemo(() => readRows(id, range.from, range.count), [id, range, version])
  const rows = search ? search.rows(range.from, range.count) : treeRows
  const count = search ? search.listed : total

  if (search?.isDone && count === 0) {
    return (
      <View className="topics-list">
        <EmptyState icon="search" title={t('topics.nothing', { text: text.trim() })} />
      </View>
    )
  }
  if (!search && total === 0) return <NoTopics profile={profile} />
  return (
    <View className="topics-list">
      <RowList
        key={`${search ? 'found' : 'tree'} ${jump}`}
        count={count}
        rowHeight={(isNarrow ? narrowRowHeight : rowHeight) * textSize}
        onRange={onRange}
        onTop={onTop}
        label={t('topics.title')}
        draw={(index) => {
          const row = rows[index - range.from]
          const isSelected = row?.kind === 'topic' && row.path === selected
          return row && <TopicRowView {...{ row, isSelected, isNarrow, onTap, onMenu }} />
        }}
      />
      {!search && pending > 0 && (
        <View
          className="topics-pill"
          hoverClass="is-pressed"
          onClick={() => {
            holdRows(id, false)
            setJump(jump + 1)
          }}
          {...tappable()}
        >
          {t('topics.pending', { n: pending === 1 ? 1 : thousands(pending) })}
          <Icon name="up" size={18} />
        </View>
      )}
    </View>
  )
}

function NoTopics({ profile: { id, subscriptions } }: { profile: Profile }) {
  const t = useT()
  const { status } = useSession(id)
  const isRestored = useTopics(id, (topics) => topics.isRestored)
  const wanted = subscriptions.filter((subscription) => subscription.isEnabled).length
  if (!isRestored && status.name !== 'idle')
    return (
      <View className="topics-list">
        <Loading label={t('topics.loading')} />
      </View>
    )
  const text =
    wanted === 0
      ? t('topics.empty.none')
      : status.name === 'online'
        ? t('topics.empty.subscribed', { n: wanted })
        : t('topics.empty.offline')
  return (
    <View className="topics-list">
      <EmptyState icon="tree" title={t('topics.empty')} text={text} />
    </View>
  )
}
