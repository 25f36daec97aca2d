import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { useT } from '@/ui/language'

export default function ChartPage() {
  const t = useT()
  return <Page top={<NavBar title={t('chart.title')} />}>{null}</Page>
}
