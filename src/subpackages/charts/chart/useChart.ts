import { useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { SeriesRef } from '@/core/chart/series'
import { createChart, type Chart, type ChartState } from '@/features/charts/chart'
import { ShownContext } from '@/ui/useWhileShown'

/** A chart for as long as the component is there. */
export function useChart(profileId: string, first: SeriesRef | undefined): { chart: Chart; state: ChartState } {
  const [chart] = useState(() => createChart(profileId, first))
  useEffect(() => chart.open(), [chart])
  return { chart, state: useStore(chart.store) }
}

/** Inside the page: tells the chart whether it is seen. */
export function useShown(chart: Chart): void {
  const isShown = useContext(ShownContext)
  useEffect(() => chart.setShown(isShown), [chart, isShown])
}
