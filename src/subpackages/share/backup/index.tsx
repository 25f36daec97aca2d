import { View } from '@tarojs/components'
import { useEffect, useMemo, useState } from 'react'
import { exportText } from '@/core/profile/exportFile'
import { holdsPassword } from '@/core/profile/sharedMessages'
import { loadCollections, useCollections } from '@/features/collections/collections'
import { loadConnections, useConnections } from '@/features/connections/connections'
import { useBackup, type BackupState } from '@/features/transfer/useBackup'
import { byteSize } from '@/i18n/format'
import '@/i18n/share/words'
import { copyText } from '@/services/device'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { NoConnection } from '@/ui/NoConnection'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { platform } from '@/ui/platform'
import { Switch } from '@/ui/Switch'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import './index.css'

/** Everything that a person has set up as a file, for another phone: without the secrets. */
export default function BackupPage() {
  const t = useT()
  const load = useConnections((state) => state.load)
  const hasAny = useConnections((state) => state.profiles.length > 0)
  if (hasAny) return <Backup />
  if (load !== 'ready') {
    const why = load === 'loading' ? 'loading' : 'failed'
    return <NoConnection title={t('backup.title')} why={why} onRetry={loadConnections} />
  }
  return (
    <Page top={<NavBar title={t('backup.title')} />}>
      <EmptyState icon="server" title={t('backup.empty')} text={t('backup.empty.text')} />
    </Page>
  )
}

function Backup() {
  const t = useT()
  const attempt = useAttempt()
  useEffect(() => void loadCollections(), [])
  const profiles = useConnections((state) => state.profiles)
  const saved = useCollections((state) => state.messages)
  // without this what is saved might be missing because it was not read yet
  const isRead = useCollections((state) => state.load !== 'loading')
  const [hasMessages, setMessages] = useState(true)
  const text = useMemo(
    () => (isRead ? exportText(profiles, hasMessages ? saved : []) : undefined),
    [profiles, saved, hasMessages, isRead],
  )
  const withheld = useMemo(
    () => (hasMessages ? saved.filter((message) => holdsPassword(message, profiles)).length : 0),
    [saved, profiles, hasMessages],
  )
  const { state, retry } = useBackup(text)
  const copy = async () => {
    await copyText(text ?? '')
    showToast({ text: t('backup.copied') })
  }
  const give = async () => {
    if (state.phase === 'ready' && (await state.document.give())) showToast({ text: t('backup.given') })
  }
  const bottom = (
    <View className="foot">
      <Button
        className="grow"
        variant="neutral"
        icon="copy"
        isDisabled={text === undefined}
        onClick={() => attempt(copy)}
      >
        {t('backup.copy')}
      </Button>
      <Button
        className="grow backup-give"
        icon="share"
        isDisabled={state.phase !== 'ready'}
        onClick={() => attempt(give)}
      >
        {t(platform.isWeapp ? 'backup.send' : 'backup.save')}
      </Button>
    </View>
  )
  return (
    <Page top={<NavBar title={t('backup.title')} />} bottom={bottom}>
      <CellGroup
        header={t('backup.holds')}
        aside={state.phase === 'ready' ? byteSize(state.document.bytes) : undefined}
        footer={t('backup.back')}
      >
        <Cell title={t('tab.connections')} value={t('connections.count', { n: profiles.length })} />
        {saved.length > 0 && (
          <Cell
            title={t('share.messages')}
            value={
              <View className="row">
                <View className="cap backup-count">{t('share.messages.count', { n: saved.length })}</View>
                <Switch isOn={hasMessages} onChange={setMessages} label={t('share.messages')} />
              </View>
            }
          />
        )}
      </CellGroup>
      <View className="backup-notice">
        <Notice icon="lock" title={t('backup.secret')}>
          {t('backup.secret.text')}
        </Notice>
      </View>
      <Wrong withheld={withheld} state={state} onRetry={retry} />
      <View className="page-end" />
    </Page>
  )
}

interface WrongProps {
  /** saved messages that stay away for the password in them */
  withheld: number
  state: BackupState
  onRetry: () => void
}

/** What is not in the file, and why there is none. */
function Wrong({ withheld, state, onRetry }: WrongProps) {
  const t = useT()
  return (
    <>
      {withheld > 0 && (
        <View className="backup-notice">
          <Notice tone="wait" title={t('share.messages.withheld', { n: withheld })} isLive>
            {t('share.messages.withheld.text')}
          </Notice>
        </View>
      )}
      {state.phase === 'failed' && (
        <View className="backup-notice">
          <Notice tone="bad" icon="alert" title={t(`error.${state.code}`)} isLive>
            <View>{t(`error.${state.code}.next`)}</View>
            <Button variant="soft" size="pill" icon="refresh" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          </Notice>
        </View>
      )}
    </>
  )
}
