import { useRouter } from '@tarojs/taro'
import { loadConnections } from '@/features/connections/connections'
import { useProfile } from '@/features/connections/useProfile'
import '@/i18n/log/words'
import { useT } from '@/ui/language'
import { NoConnection } from '@/ui/NoConnection'
import { EventLog } from './EventLog'
import './index.css'

/** `?profile=<id>`: what happened to a connection; without it, to all of them. */
export default function EventsPage() {
  const t = useT()
  const { profile: id } = useRouter().params
  const profile = useProfile(id)
  if (id === undefined) return <EventLog profile={undefined} />
  if (typeof profile === 'object') return <EventLog profile={profile} />
  return <NoConnection title={t('eventLog.title')} why={profile} onRetry={loadConnections} />
}
