import { useRouter } from '@tarojs/taro'
import { useConnections } from '@/features/connections/connections'
import '@/i18n/log/words'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { goBack, NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { EventLog } from './EventLog'
import './index.css'

/** `?profile=<id>`: what happened to a connection; without it, to all of them. */
export default function EventsPage() {
  const t = useT()
  const { profile: id } = useRouter().params
  const profile = useConnections((s) => s.profiles.find((p) => p.id === id))
  const isLoading = useConnections((s) => s.load === 'loading')
  if (profile || id === undefined) return <EventLog profile={profile} />
  return (
    <Page top={<NavBar title={t('eventLog.title')} />}>
      {!isLoading && (
        <EmptyState icon="help" title={t('messages.missing.title')} text={t('eventLog.missing.text')}>
          <Button onClick={goBack}>{t('common.back')}</Button>
        </EmptyState>
      )}
    </Page>
  )
}
