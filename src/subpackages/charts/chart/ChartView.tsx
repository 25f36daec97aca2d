import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { chartCsv } from '@/core/chart/csv'
import { seriesName, type SeriesRef } from '@/core/chart/series'
import { statsOf } from '@/core/chart/stats'
import type { Chart, ChartState } from '@/features/charts/chart'
import { copyText } from '@/services/device'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { showToast } from '@/ui/toasts'
import { ChooseSheet } from './ChooseSheet'
import { Lines } from './Lines'
import { Notes } from './Notes'
import { Picture } from './Picture'
import { RangeBar } from './RangeBar'
import { fittingChoice, rangeOf } from './shownRange'
import { Statistics } from './Statistics'
import { useShown } from './useChart'
import { useView } from './useView'

/** A clipboard is for what a person looks at; more is exported. */
const mostRows = 20_000

/** A chart that has been read: its first line in figures, all lines in a picture. */
export function ChartView({ chart, state }: { chart: Chart; state: ChartState }) {
  const t = useT()
  const [isChoosing, setChoosing] = useState(false)
  const [viewState, view] = useView(() => fittingChoice(state))
  const [isApart, setApart] = useState(false)
  const { choice } = viewState
  const wantedFrom = choice.kind === 'all' ? 0 : rangeOf(choice, chart.store.getState()).from
  // not with the clock: a range that follows it has been read as soon as it was chosen
  useEffect(() => chart.readBackTo(wantedFrom), [chart, choice]) // eslint-disable-line react-hooks/exhaustive-deps
  const [lead] = state.lines
  const range = rangeOf(choice, state)
  const stats = lead && statsOf(lead.points, range)
  const name = (ref: SeriesRef) => seriesName(ref) || t('chart.whole')
  const isEmpty = state.lines.every(({ points }) => points.length === 0) && state.reading === undefined

  const copy = () => {
    const { text, rows, isCut } = chartCsv(state.lines, range, (at) => new Date(at).toISOString(), mostRows)
    copyText(text).then(
      () => showToast({ text: t(isCut ? 'chart.copied.cut' : 'chart.copied', { n: rows }) }),
      () => showToast({ text: t('error.clipboardFailed') }),
    )
  }
  const top = (
    <NavBar
      title={lead ? name(lead.ref) : t('chart.title')}
      subtitle={lead && <View className="mono-s ellipsis">{lead.ref.topic}</View>}
      actions={!isEmpty && <IconButton icon="copy" label={t('chart.copy')} onClick={copy} />}
    />
  )
  const overlay = isChoosing && (
    <ChooseSheet chart={chart} lines={state.lines} name={name} onClose={() => setChoosing(false)} />
  )
  return (
    <Page top={top} overlay={overlay}>
      <Shown chart={chart} />
      {isEmpty ? (
        <>
          <NoValues hasLine={lead !== undefined} onChoose={() => setChoosing(true)} />
          {lead && <Notes {...{ state, range }} apart={undefined} onRetry={() => chart.readBackTo(wantedFrom)} />}
        </>
      ) : (
        <>
          <Picture {...{ chart, state, view, viewState, range, stats, name }} onApart={setApart} />
          <RangeBar {...{ chart, state, view, choice }} />
          <Statistics stats={stats} range={range} />
          <Notes
            {...{ state, range }}
            apart={isApart && lead ? name(lead.ref) : undefined}
            onRetry={() => chart.readBackTo(wantedFrom)}
          />
        </>
      )}
      <Lines {...{ chart, state, name }} onAdd={() => setChoosing(true)} />
      <View className="page-end" />
    </Page>
  )
}

function Shown({ chart }: { chart: Chart }) {
  useShown(chart)
  return null
}

function NoValues({ hasLine, onChoose }: { hasLine: boolean; onChoose: () => void }) {
  const t = useT()
  if (hasLine) return <EmptyState icon="chart" title={t('chart.empty')} text={t('chart.empty.text')} />
  return (
    <EmptyState icon="chart" title={t('chart.none')} text={t('chart.none.text')}>
      <Button onClick={onChoose} className="chart-choose">
        {t('chart.choose')}
      </Button>
    </EmptyState>
  )
}
