import { useRouter } from '@tarojs/taro'
import { useConnections } from '@/features/connections/connections'
import '@/i18n/share/words'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { goBack, NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { ShareProfile } from './ShareProfile'
import './index.css'

/** `?profile=<id>`: a connection to be given to somebody else, without its secrets. */
export default function SharePage() {
  const t = useT()
  const { profile: id } = useRouter().params
  const profile = useConnections((s) => s.profiles.find((p) => p.id === id))
  const isLoading = useConnections((s) => s.load === 'loading')
  if (profile) return <ShareProfile profile={profile} />
  return (
    <Page top={<NavBar title={t('share.title')} />}>
      {!isLoading && (
        <EmptyState icon="help" title={t('messages.missing.title')} text={t('editor.missing.text')}>
          <Button onClick={goBack}>{t('common.back')}</Button>
        </EmptyState>
      )}
    </Page>
  )
}
