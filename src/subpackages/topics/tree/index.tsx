import { useRouter } from '@tarojs/taro'
import { loadConnections } from '@/features/connections/connections'
import { useProfile } from '@/features/connections/useProfile'
import '@/i18n/topics/words'
import { useT } from '@/ui/language'
import { NoConnection } from '@/ui/NoConnection'
import { TopicScreen } from './TopicScreen'
import './index.css'

/** `?profile=<id>`: what a connection has received, as a tree of topics. */
export default function TopicsPage() {
  const t = useT()
  const profile = useProfile(useRouter().params.profile)
  if (typeof profile === 'object') return <TopicScreen key={profile.id} profile={profile} />
  return <NoConnection title={t('topics.title')} why={profile} onRetry={loadConnections} />
}
