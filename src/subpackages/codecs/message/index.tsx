import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import { useConnections } from '@/features/connections/connections'
import { useOpenedMessage } from '@/features/messages/opened'
import { usePayloadViews } from '@/features/messages/views'
import '@/i18n/codecs/words'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { goBack, NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { MessageView } from './MessageView'
import './index.css'

/** `?profile=<id>&message=<id>`: one message, whole. */
export default function MessagePage() {
  const { profile: profileId, message } = useRouter().params
  const profile = useConnections((s) => s.profiles.find((p) => p.id === profileId))
  const isLoading = useConnections((s) => s.load === 'loading')
  if (profile) return <Opened profile={profile} first={Number(message)} />
  return <Without what={isLoading ? 'loading' : 'gone'} />
}

function Opened({ profile, first }: { profile: Profile; first: number }) {
  const [id, setId] = useState(first)
  const opened = useOpenedMessage(profile.id, id)
  const views = usePayloadViews()
  if (typeof opened === 'string') return <Without what={opened} />
  if (!views) return <Without what="loading" />
  return <MessageView key={id} profile={profile} opened={opened} views={views} onOpen={setId} />
}

function Without({ what }: { what: 'loading' | 'gone' | 'failed' }) {
  const t = useT()
  return (
    <Page top={<NavBar title={t('detail.title')} />}>
      {what !== 'loading' && (
        <EmptyState icon="help" title={t(`detail.${what}.title`)} text={t(`detail.${what}.text`)}>
          <Button onClick={goBack} className="detail-back">
            {t('common.back')}
          </Button>
        </EmptyState>
      )}
    </Page>
  )
}
