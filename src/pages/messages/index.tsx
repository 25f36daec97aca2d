import { useRouter } from '@tarojs/taro'
import { loadConnections } from '@/features/connections/connections'
import { useProfile } from '@/features/connections/useProfile'
import { conversationOf } from '@/features/messages/link'
import { useT } from '@/ui/language'
import { NoConnection } from '@/ui/NoConnection'
import { Conversation } from './Conversation'
import './index.css'

/** `?profile=<id>`: the messages of a connection; `&filter=<topic filter>`: of these topics alone. */
export default function MessagesPage() {
  const t = useT()
  const router = useRouter()
  const { profileId: id, filters } = conversationOf(router.params)
  const profile = useProfile(id)
  if (typeof profile === 'object') {
    return <Conversation key={id} profile={profile} filters={filtersLeft(router.exitState) ?? filters} />
  }
  return <NoConnection title={t('messages.title')} why={profile} onRetry={loadConnections} />
}

/** What was chosen when WeChat ended the app, if it is this page that it was ended on. */
function filtersLeft(exitState: unknown): string[] | undefined {
  const { filters } = (exitState ?? {}) as { filters?: unknown }
  return Array.isArray(filters) ? filters.filter((filter): filter is string => typeof filter === 'string') : undefined
}
