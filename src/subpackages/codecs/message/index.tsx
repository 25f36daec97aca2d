import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import { loadConnections } from '@/features/connections/connections'
import { useProfile } from '@/features/connections/useProfile'
import { useOpenedMessage } from '@/features/messages/opened'
import { usePayloadViews } from '@/features/messages/views'
import '@/i18n/codecs/words'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { Loading } from '@/ui/Loading'
import { goBack, NavBar } from '@/ui/NavBar'
import { NoConnection } from '@/ui/NoConnection'
import { Page } from '@/ui/Page'
import { MessageView } from './MessageView'
import './index.css'

/** `?profile=<id>&message=<id>`: one message, whole. */
export default function MessagePage() {
  const t = useT()
  const { profile: profileId, message } = useRouter().params
  const profile = useProfile(profileId)
  const [attempt, setAttempt] = useState(0)
  if (typeof profile === 'object') {
    const again = () => setAttempt(attempt + 1)
    return <Opened key={attempt} profile={profile} first={Number(message)} onRetry={again} />
  }
  return <NoConnection title={t('detail.title')} why={profile} onRetry={loadConnections} />
}

interface OpenedProps {
  profile: Profile
  /** ID of the message that the page was opened for */
  first: number
  onRetry: () => void
}

function Opened({ profile, first, onRetry }: OpenedProps) {
  const [id, setId] = useState(first)
  const opened = useOpenedMessage(profile.id, id)
  const views = usePayloadViews()
  if (typeof opened === 'string') return <Without what={opened} onRetry={onRetry} />
  if (!views) return <Without what="loading" onRetry={onRetry} />
  return <MessageView key={id} profile={profile} opened={opened} views={views} onOpen={setId} />
}

function Without({ what, onRetry }: { what: 'loading' | 'gone' | 'failed'; onRetry: () => void }) {
  const t = useT()
  return (
    <Page top={<NavBar title={t('detail.title')} />}>
      {what === 'loading' ? (
        <Loading label={t('detail.loading')} />
      ) : (
        <EmptyState
          icon={what === 'failed' ? 'alert' : 'help'}
          title={t(`detail.${what}.title`)}
          text={t(`detail.${what}.text`)}
        >
          {what === 'failed' ? (
            <Button icon="refresh" onClick={onRetry} className="empty-first">
              {t('common.retry')}
            </Button>
          ) : (
            <Button onClick={goBack} className="empty-first">
              {t('common.back')}
            </Button>
          )}
        </EmptyState>
      )}
    </Page>
  )
}
