import { useRouter } from '@tarojs/taro'
import { useConnections } from '@/features/connections/connections'
import '@/i18n/topics/words'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { goBack, NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { TopicScreen } from './TopicScreen'
import './index.css'

/** `?profile=<id>`: what a connection has received, as a tree of topics. */
export default function TopicsPage() {
  const t = useT()
  const { profile: id } = useRouter().params
  const load = useConnections((s) => s.load)
  const profile = useConnections((s) => s.profiles.find((p) => p.id === id))
  if (profile) return <TopicScreen key={profile.id} profile={profile} />
  const isFailed = typeof load === 'object'
  return (
    <Page top={<NavBar title={t('topics.title')} />}>
      {load !== 'loading' && (
        <EmptyState
          icon="help"
          title={t(isFailed ? 'connections.failed.title' : 'messages.missing.title')}
          text={t(isFailed ? 'connections.failed.text' : 'editor.missing.text')}
        >
          <Button onClick={goBack} className="topics-empty-action">
            {t('common.back')}
          </Button>
        </EmptyState>
      )}
    </Page>
  )
}
