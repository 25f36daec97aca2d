import { useRouter } from '@tarojs/taro'
import { loadConnections } from '@/features/connections/connections'
import { useProfile } from '@/features/connections/useProfile'
import '@/i18n/share/words'
import { useT } from '@/ui/language'
import { NoConnection } from '@/ui/NoConnection'
import { ShareProfile } from './ShareProfile'
import './index.css'

/** `?profile=<id>`: a connection to be given to somebody else, without its secrets. */
export default function SharePage() {
  const t = useT()
  const profile = useProfile(useRouter().params.profile)
  if (typeof profile === 'object') return <ShareProfile profile={profile} />
  return <NoConnection title={t('share.title')} why={profile} onRetry={loadConnections} />
}
