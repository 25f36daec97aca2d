import { View } from '@tarojs/components'
import { useCallback, useEffect, useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import type { TreeSort } from '@/core/topic/order'
import { useSession } from '@/features/sessions/useSession'
import type { TopicRow } from '@/features/topics/rows'
import {
  collapseTopics,
  expandTopics,
  markTopicRead,
  openTopics,
  setSort,
  toggleTopic,
  useTopics,
} from '@/features/topics/topics'
import { useTopicSearch } from '@/features/topics/useTopicSearch'
import { thousands } from '@/i18n/format'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { showToast } from '@/ui/toasts'
import { useWhileShown } from '@/ui/useWhileShown'
import { ClearSheet } from './ClearSheet'
import { openChart, openLast } from './opening'
import { SelectedBar } from './SelectedBar'
import { SortSheet } from './SortSheet'
import { TopicList } from './TopicList'
import { TopicNotes } from './TopicNotes'
import { TopicSearchBar } from './TopicSearchBar'
import { TopicSheet } from './TopicSheet'
import { useTopicActions } from './useTopicActions'

type OpenSheet = { name: 'sort' } | { name: 'topic' | 'clear'; path: string }

/** The topics of a connection: a tree, or what was found in it. */
export function TopicScreen({ profile }: { profile: Profile }) {
  const t = useT()
  const { id } = profile
  const { status } = useSession(id)
  const [text, setText] = useState('')
  const [sort, setShownSort] = useState<TreeSort>('recent')
  const [selected, setSelected] = useState<string>()
  const [sheet, setSheet] = useState<OpenSheet>()
  const search = useTopicSearch(id, text)
  const topics = useWhileShown(useTopics(id, (all) => all.topics))
  const isRead = useTopics(id, (all) => all.isRestored)
  useEffect(() => {
    setSort(id, 'recent')
    return openTopics(id)
  }, [id])

  const onTap = useCallback(
    (row: TopicRow) => {
      if (row.kind === 'field') return openChart(id, row.path, row.label)
      setSelected(row.path)
      markTopicRead(id, row.path)
      if (row.fold) toggleTopic(id, row.path)
      else openLast(id, row.path)
    },
    [id],
  )
  const onMenu = useCallback((row: TopicRow) => {
    setSelected(row.path)
    setSheet({ name: 'topic', path: row.path })
  }, [])
  const onSort = (next: TreeSort) => {
    setShownSort(next)
    setSort(id, next)
  }

  const name = profile.name || profile.url
  // none while they are being read: nobody knows yet
  const isKnown = topics > 0 || isRead || status.name === 'idle'
  const subtitle = isKnown ? `${name} · ${t('topics.count', { n: thousands(topics) })}` : name
  const top = (
    <>
      <NavBar title={t('topics.title')} isRaised subtitle={subtitle} />
      <TopicSearchBar
        text={text}
        onText={setText}
        search={search}
        sort={sort}
        onSort={() => setSheet({ name: 'sort' })}
      />
    </>
  )
  const bottom =
    selected === undefined ? (
      <View className="page-safe is-surface" />
    ) : (
      <SelectedBar profile={profile} path={selected} onMore={() => setSheet({ name: 'topic', path: selected })} />
    )
  const overlay = sheet && <OpenTopicSheet {...{ sheet, profile, sort, onSort }} onShow={setSheet} />
  return (
    <Page top={top} bottom={bottom} overlay={overlay} isFixed>
      <TopicNotes profileId={id} status={status.name} />
      <TopicList profile={profile} search={search} text={text} selected={selected} onTap={onTap} onMenu={onMenu} />
    </Page>
  )
}

interface OpenTopicSheetProps {
  sheet: OpenSheet
  profile: Profile
  sort: TreeSort
  onSort: (sort: TreeSort) => void
  onShow: (sheet: OpenSheet | undefined) => void
}

function OpenTopicSheet({ sheet, profile, sort, onSort, onShow }: OpenTopicSheetProps) {
  const t = useT()
  const actions = useTopicActions(profile)
  const { id } = profile
  const close = () => onShow(undefined)
  if (sheet.name === 'clear') return <ClearSheet profile={profile} path={sheet.path} onClose={close} />
  const { path } = sheet.name === 'topic' ? sheet : { path: undefined }
  const expand = () => {
    close()
    if (!expandTopics(id, path)) showToast({ text: t('topics.expandAll.partial') })
  }
  if (path !== undefined) {
    return (
      <TopicSheet
        profile={profile}
        path={path}
        actions={actions}
        onLast={() => openLast(id, path)}
        onExpand={expand}
        onClear={() => onShow({ name: 'clear', path })}
        onClose={close}
      />
    )
  }
  return (
    <SortSheet
      sort={sort}
      onSort={(next) => {
        close()
        onSort(next)
      }}
      onExpandAll={expand}
      onCollapseAll={() => {
        close()
        collapseTopics(id)
      }}
      onClose={close}
    />
  )
}
