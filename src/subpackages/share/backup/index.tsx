import { View } from '@tarojs/components'
import { useEffect, useMemo, useState } from 'react'
import { exportText } from '@/core/profile/exportFile'
import { offeredBounds } from '@/core/profile/offered'
import { isPasswordMissing } from '@/core/profile/profile'
import { isWillSecret } from '@/core/profile/share'
import { holdsPassword } from '@/core/profile/sharedMessages'
import { loadCollections, useCollections } from '@/features/collections/collections'
import { loadConnections, useConnections } from '@/features/connections/connections'
import { useBackup } from '@/features/transfer/useBackup'
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
import { LeftOut } from './LeftOut'
import { NoMessages } from './NoMessages'
import './index.css'

/** Everything that a person has set up as a file, for another phone: without the secrets. */
export default function BackupPage() {
  const t = useT()
  const connections = useConnections()
  const saved = useCollections()
  useEffect(() => void loadCollections(), [])
  if (connections.load !== 'ready') {
    const why = connections.load === 'loading' ? 'loading' : 'failed'
    return <NoConnection title={t('backup.title')} why={why} onRetry={loadConnections} />
  }
  if (saved.load !== 'ready') return <NoMessages isLoading={saved.load === 'loading'} />
  const broken = { connections: connections.broken.length, messages: saved.broken.length }
  if (connections.profiles.length + saved.messages.length > 0) return <Backup broken={broken} />
  return (
    <Page top={<NavBar title={t('backup.title')} />}>
      <LeftOut broken={broken} withheld={0} wills={0} unknown={0} />
      <EmptyState icon="server" title={t('backup.empty')} text={t('backup.empty.text')} />
    </Page>
  )
}

/** @param props.broken what of them is stored and cannot be read */
function Backup({ broken }: { broken: { connections: number; messages: number } }) {
  const t = useT()
  const attempt = useAttempt()
  const profiles = useConnections((state) => state.profiles)
  const saved = useCollections((state) => state.messages)
  const [hasMessages, setMessages] = useState(true)
  const text = useMemo(() => exportText(profiles, hasMessages ? saved : []), [profiles, saved, hasMessages])
  const withheld = useMemo(() => {
    const shared = hasMessages ? saved : []
    const isSearched = shared.length > 0 || profiles.some(({ will }) => will !== undefined)
    return {
      withheld: shared.filter((message) => holdsPassword(message, profiles)).length,
      wills: profiles.filter((profile) => isWillSecret(profile, profiles)).length,
      // nobody knows either what password a record has that cannot be read
      unknown: isSearched ? profiles.filter(isPasswordMissing).length + broken.connections : 0,
    }
  }, [saved, profiles, hasMessages, broken.connections])
  const { state, retry } = useBackup(text)
  const copy = async () => {
    await copyText(text)
    showToast({ text: t('backup.copied') })
  }
  const give = async () => {
    if (state.phase === 'ready' && (await state.document.give())) showToast({ text: t('backup.given') })
  }
  const bottom = (
    <View className="foot">
      <Button className="grow" variant="neutral" icon="copy" onClick={() => attempt(copy)}>
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
      <Contents
        connections={profiles.length}
        messages={saved.length}
        hasMessages={hasMessages}
        onMessages={setMessages}
        bytes={state.phase === 'ready' ? state.document.bytes : undefined}
      />
      <View className="backup-notice">
        <Notice icon="lock" title={t('backup.secret')}>
          {t('backup.secret.text')}
        </Notice>
      </View>
      <LeftOut broken={broken} {...withheld} isTooLarge={text.length > offeredBounds.maxTextLength} />
      {state.phase === 'failed' && (
        <View className="backup-notice">
          <Notice tone="bad" icon="alert" title={t(`error.${state.code}`)} isLive>
            <View>{t(`error.${state.code}.next`)}</View>
            <Button variant="soft" size="pill" icon="refresh" onClick={retry}>
              {t('common.retry')}
            </Button>
          </Notice>
        </View>
      )}
      <View className="page-end" />
    </Page>
  )
}

interface ContentsProps {
  connections: number
  messages: number
  hasMessages: boolean
  onMessages: (hasMessages: boolean) => void
  /** of the file, once it is there */
  bytes: number | undefined
}

function Contents({ connections, messages, hasMessages, onMessages, bytes }: ContentsProps) {
  const t = useT()
  return (
    <CellGroup
      header={t('backup.holds')}
      aside={bytes === undefined ? undefined : byteSize(bytes)}
      footer={t('backup.back')}
    >
      {connections > 0 && <Cell title={t('tab.connections')} value={t('connections.count', { n: connections })} />}
      {messages > 0 && (
        <Cell
          title={t('share.messages')}
          value={
            connections === 0 ? (
              t('share.messages.count', { n: messages })
            ) : (
              <View className="row">
                <View className="cap backup-count">{t('share.messages.count', { n: messages })}</View>
                <Switch isOn={hasMessages} onChange={onMessages} label={t('share.messages')} />
              </View>
            )
          }
        />
      )}
    </CellGroup>
  )
}
