import { useRouter } from '@tarojs/taro'
import { useMemo } from 'react'
import { chartOf } from '@/features/charts/link'
import { useConnections } from '@/features/connections/connections'
import '@/i18n/charts/words'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { ChartView } from './ChartView'
import { useChart } from './useChart'
import './index.css'

/** `?profile=<id>&topic=<topic>&path=<JSONPath>`: how a number changes; without a topic, what was last looked at. */
export default function ChartPage() {
  const { params } = useRouter()
  const { profileId, line } = useMemo(() => chartOf(params), [params])
  const load = useConnections((s) => s.load)
  const isKnown = useConnections((s) => s.profiles.some((p) => p.id === profileId))
  if (isKnown) return <OpenChart key={`${profileId} ${line?.topic} ${line?.path}`} profileId={profileId} line={line} />
  return <Nothing isMissing={load !== 'loading'} />
}

function OpenChart({ profileId, line }: ReturnType<typeof chartOf>) {
  const { chart, state } = useChart(profileId, line)
  return state.isLoaded ? <ChartView chart={chart} state={state} /> : <Nothing />
}

function Nothing({ isMissing }: { isMissing?: boolean }) {
  const t = useT()
  return (
    <Page top={<NavBar title={t('chart.title')} />}>
      {isMissing && <EmptyState icon="help" title={t('chart.missing')} />}
    </Page>
  )
}
