import { ScrollView, View } from '@tarojs/components'
import { useState } from 'react'
import { isProblem, kindOf, logKinds, type LogKind } from '@/core/log/event'
import type { Profile } from '@/core/profile/profile'
import { thousands } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { Chip } from '@/ui/Chip'
import { EmptyState } from '@/ui/EmptyState'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { useRoom } from '@/ui/appearance'
import { RowList } from '@/ui/RowList'
import { useNow } from '@/ui/useNow'
import { EventRow } from './EventRow'
import { EventSheet } from './EventSheet'
import { ReportSheet } from './ReportSheet'
import { useEvents, type ShownEvent } from './useEvents'

type Filter = LogKind | 'all' | 'problems'

/**
 * Of a row, points at the standard text size, by the width there is at that size. A title is longest in two lines beside
 * the time, and in two or three below it; the note takes what the title leaves.
 */
const roomy = { rowHeight: 54, layout: '' }
const layouts = [
  { narrowerThan: 240, rowHeight: 94, layout: 'is-stacked is-tall' },
  { narrowerThan: 340, rowHeight: 72, layout: 'is-stacked' },
]
/** "Today" changes seldom */
const nowEveryMs = 60_000

const isIn = ({ event }: ShownEvent, filter: Filter) =>
  filter === 'all' || (filter === 'problems' ? isProblem(event) : kindOf(event) === filter)

/** Newest first, with a filter by kind; the report is made of one connection. */
export function EventLog({ profile }: { profile: Profile | undefined }) {
  const t = useT()
  const { scale, width } = useRoom()
  const textSize = Math.max(1, scale)
  const { rowHeight, layout } = layouts.find(({ narrowerThan }) => width / textSize < narrowerThan) ?? roomy
  const now = useNow(nowEveryMs)
  const events = useEvents(profile)
  const [filter, setFilter] = useState<Filter>('all')
  const [opened, setOpened] = useState<ShownEvent>()
  const [isReporting, setReporting] = useState(false)
  const shown = events.filter((event) => isIn(event, filter))
  const report = () => setReporting(true)
  const top = (
    <View className="events-top">
      <NavBar
        title={t('eventLog.title')}
        subtitle={profile ? profile.name || profile.url : t('eventLog.allConnections')}
        isRaised
        actions={profile && <IconButton icon="share" label={t('report.create')} onClick={report} />}
      />
      <Chips events={events} filter={filter} onFilter={setFilter} />
    </View>
  )
  const bottom = profile ? (
    <View className="foot">
      <Button className="grow" variant="soft" icon="share" onClick={report}>
        {t('report.create')}
      </Button>
    </View>
  ) : (
    <View className="page-safe is-surface" />
  )
  const overlay =
    isReporting && profile ? (
      <ReportSheet profile={profile} onClose={() => setReporting(false)} />
    ) : (
      opened && <EventSheet shown={opened} now={now} onClose={() => setOpened(undefined)} />
    )
  const draw = (index: number) => {
    const each = shown[index]
    return each && <EventRow shown={each} now={now} layout={layout} onOpen={setOpened} />
  }
  return (
    <Page top={top} bottom={bottom} overlay={overlay} isFixed>
      {shown.length === 0 ? (
        <EmptyState icon="log" title={t('eventLog.empty.title')} text={t('eventLog.empty.text')} />
      ) : (
        <RowList
          className="events-list"
          count={shown.length}
          rowHeight={rowHeight * textSize}
          draw={draw}
          label={t('eventLog.title')}
        />
      )}
    </Page>
  )
}

interface ChipsProps {
  events: readonly ShownEvent[]
  filter: Filter
  onFilter: (filter: Filter) => void
}

function Chips({ events, filter, onFilter }: ChipsProps) {
  const t = useT()
  const filters: { value: Filter; label: string }[] = [
    { value: 'all', label: t('eventLog.all') },
    { value: 'problems', label: t('eventLog.problems') },
    ...logKinds.map((kind) => ({ value: kind, label: t(`eventLog.kind.${kind}`) })),
  ]
  return (
    <ScrollView scrollX className="events-chips" showScrollbar={false} enhanced>
      <View className="chips">
        {filters.map(({ value, label }) => {
          const count = events.filter((event) => isIn(event, value)).length
          if (count === 0 && value !== 'all' && value !== filter) return null
          return (
            <Chip key={value} count={thousands(count)} isSelected={value === filter} onClick={() => onFilter(value)}>
              {label}
            </Chip>
          )
        })}
      </View>
    </ScrollView>
  )
}
