import { useRouter } from '@tarojs/taro'
import { useConnections } from '@/features/connections/connections'
import { conversationOf } from '@/features/messages/link'
import { useT } from '@/ui/language'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { goBack, NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { Conversation } from './Conversation'
import './index.css'

/** `?profile=<id>`: the messages of a connection; `&filter=<topic filter>`: of these topics alone. */
export default function MessagesPage() {
  const t = useT()
  const router = useRouter()
  const { profileId: id, filters } = conversationOf(router.params)
  const load = useConnections((s) => s.load)
  const profile = useConnections((s) => s.profiles.find((p) => p.id === id))
  if (profile) return <Conversation key={id} profile={profile} filters={filtersLeft(router.exitState) ?? filters} />
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

/** What was chosen when WeChat ended the app, if it is this page that it was ended on. */
function filtersLeft(exitState: unknown): string[] | undefined {
  const { filters } = (exitState ?? {}) as { filters?: unknown }
  return Array.isArray(filters) ? filters.filter((filter): filter is string => typeof filter === 'string') : undefined
}
