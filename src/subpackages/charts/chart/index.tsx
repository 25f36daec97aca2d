import { useRouter } from '@tarojs/taro'
import { useMemo } from 'react'
import { chartOf } from '@/features/charts/link'
import { loadConnections } from '@/features/connections/connections'
import { useProfile } from '@/features/connections/useProfile'
import '@/i18n/charts/words'
import { useT } from '@/ui/language'
import { Loading } from '@/ui/Loading'
import { NavBar } from '@/ui/NavBar'
import { NoConnection } from '@/ui/NoConnection'
import { Page } from '@/ui/Page'
import { ChartView } from './ChartView'
import { useChart } from './useChart'
import './index.css'

/** `?profile=<id>&topic=<topic>&path=<JSONPath>`: how a number changes; without a topic, what was last looked at. */
export default function ChartPage() {
  const { params } = useRouter()
  const { profileId, line } = useMemo(() => chartOf(params), [params])
  const t = useT()
  const profile = useProfile(profileId)
  if (typeof profile === 'object') {
    return <OpenChart key={`${profileId} ${line?.topic} ${line?.path}`} profileId={profileId} line={line} />
  }
  return <NoConnection title={t('chart.title')} why={profile} onRetry={loadConnections} />
}

function OpenChart({ profileId, line }: ReturnType<typeof chartOf>) {
  const t = useT()
  const { chart, state } = useChart(profileId, line)
  if (state.isLoaded) return <ChartView chart={chart} state={state} />
  return (
    <Page top={<NavBar title={t('chart.title')} />}>
      <Loading label={t('chart.loading')} />
    </Page>
  )
}
