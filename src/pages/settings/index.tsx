import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { TabBar } from '@/ui/TabBar'

export default function SettingsPage() {
  const t = useT()
  return (
    <Page top={<NavBar isRoot title={t('settings.title')} />} bottom={<TabBar current="settings" />}>
      {null}
    </Page>
  )
}
