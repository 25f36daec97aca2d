import { useRouter } from '@tarojs/taro'
import { useConnections } from '@/features/connections/connections'
import { useT } from '@/ui/language'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { goBack, NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { Conversation } from './Conversation'
import './index.css'

/** `?profile=<id>`: the messages of a connection. */
export default function MessagesPage() {
  const t = useT()
  const { profile: id } = useRouter().params
  const load = useConnections((s) => s.load)
  const profile = useConnections((s) => s.profiles.find((p) => p.id === id))
  if (profile) return <Conversation key={profile.id} profile={profile} />
  const isFailed = typeof load === 'object'
  return (
    <Page top={<NavBar title={t('detail.title')} />}>
      {load !== 'loading' && (
        <EmptyState
          icon="help"
          title={t(isFailed ? 'connections.failed.title' : 'messages.missing.title')}
          text={t(isFailed ? 'connections.failed.text' : 'editor.missing.text')}
        >
          <Button onClick={goBack} className="msg-empty-action">
            {t('common.back')}
          </Button>
        </EmptyState>
      )}
    </Page>
  )
}
