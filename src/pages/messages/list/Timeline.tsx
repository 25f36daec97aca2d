import { useMemo } from 'react'
import { createFilterIndex } from '@/core/message/filter'
import type { SentMessage } from '@/core/message/message'
import { useFeed } from '@/features/messages/feed'
import type { Kept } from '@/features/messages/kept'
import { useRemoved } from '@/features/messages/remove'
import { cancelQueued } from '@/features/publish/publish'
import { useT } from '@/ui/language'
import { EmptyState } from '@/ui/EmptyState'
import { useWhileShown } from '@/ui/useWhileShown'
import { MessageList } from './MessageList'
import { NoMessages } from './NoMessages'
import { OutboxTray } from '../publish/OutboxTray'
import { rowsOf, withoutRemoved, type Row } from './rows'
import { useDrawRow, type DrawnRows, type OnMessage } from './useDrawRow'

interface TimelineProps extends Omit<DrawnRows, 'kept'> {
  outbox: readonly SentMessage[]
  /** Filters that are shown; none means all */
  selected: readonly string[]
  /** What the person keeps, and whether it alone is shown */
  kept: Kept
  isKeptOnly: boolean
  /** Told how all rows are read, drawn or not */
  onRows: (read: () => readonly Row[]) => void
  jump: number
  /** Changes with the room that is left for the list */
  layout: number
  onSubscribe: () => void
  onSubscribeTo: (filter: string) => void
}

/** The messages of a connection, what happened between them, and what waits to be sent. */
export function Timeline(props: TimelineProps) {
  const { profile, outbox, selected, kept, isKeptOnly, jump, layout, onOpen, onRows } = props
  const newest = useWhileShown(useFeed(profile.id, (feed) => feed.entries))
  const entries = isKeptOnly ? kept.messages : newest
  const isShown = useMemo(() => shownBy(selected), [selected])
  const rows = useMemo(() => rowsOf(entries, isShown), [entries, isShown])
  const queued = useMemo(() => outbox.filter((m) => m.status.name === 'queued'), [outbox])
  const removed = useRemoved(profile.id)
  const readRows = (read: () => readonly Row[]) =>
    onRows(() => read().reduce<Row[]>((left, row) => left.concat(withoutRemoved(row, removed) ?? []), []))
  const draw = useDrawRow({ ...props, kept: kept.ids })

  if (isKeptOnly && entries.length === 0) return <NothingKept />
  if (rows.length === 0 && (isKeptOnly || queued.length === 0)) {
    return <NoMessages {...props} isFiltered={entries.length > 0 && selected.length > 0} />
  }
  return (
    <MessageList
      key={`${String(isKeptOnly)} ${selected.join('\n')}`}
      hasLog={!isKeptOnly}
      {...{ profileId: profile.id, isShown, rows, draw, jump }}
      onRows={readRows}
      layout={`${layout} ${queued.length}`}
    >
      {!isKeptOnly && <Queued profileId={profile.id} queued={queued} onOpen={onOpen} />}
    </MessageList>
  )
}

function Queued({
  profileId,
  queued,
  onOpen,
}: {
  profileId: string
  queued: readonly SentMessage[]
  onOpen: OnMessage
}) {
  return (
    <OutboxTray
      queued={queued}
      onOpen={(message) => onOpen(message, [])}
      onCancel={(id) => cancelQueued(profileId, id)}
      onCancelAll={() => queued.forEach(({ id }) => cancelQueued(profileId, id))}
    />
  )
}

function NothingKept() {
  const t = useT()
  return <EmptyState icon="pin" title={t('keep.empty')} text={t('keep.empty.text')} />
}

/** Whether a topic comes by one of the filters; by none of them when none is selected, so all are shown. */
function shownBy(selected: readonly string[]): (topic: string) => boolean {
  if (selected.length === 0) return () => true
  const filtersOf = createFilterIndex(selected)
  return (topic) => filtersOf(topic).length > 0
}
