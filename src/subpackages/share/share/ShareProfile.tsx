import { Image, View } from '@tarojs/components'
import { useShareAppMessage } from '@tarojs/taro'
import { useEffect, useMemo, useState } from 'react'
import type { SavedMessage } from '@/core/collections/savedMessage'
import { isPasswordMissing, type Profile } from '@/core/profile/profile'
import { hasQuery, shareBriefly, shareProfile } from '@/core/profile/share'
import { loadCollections, useCollections } from '@/features/collections/collections'
import { useConnections } from '@/features/connections/connections'
import { importPath } from '@/features/transfer/offers'
import { copyText } from '@/services/device'
import { pictured } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { platform } from '@/ui/platform'
import { Switch } from '@/ui/Switch'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import { LeftOut } from './LeftOut'
import { qrPicture } from './qrPicture'
import { SendButton } from './SendButton'
import { shareLink } from './shareLink'

const none: readonly SavedMessage[] = []

/** The code, the link and the card; what is never in them is said whatever else is shown. */
export function ShareProfile({ profile }: { profile: Profile }) {
  const t = useT()
  const attempt = useAttempt()
  const [hasSubscriptions, setSubscriptions] = useState(true)
  const saved = useCollections((state) => state.messages)
  const owners = useConnections((state) => state.profiles)
  // nobody knows either what password a record has that cannot be read
  const broken = useConnections((state) => state.broken.length)
  useEffect(() => void loadCollections(), [])
  const [hasMessages, setMessages] = useState(false)
  const messages = hasMessages ? saved : none
  const name = profile.name || profile.url
  const { brief, picture, whole, link } = useMemo(() => {
    const choice = { hasSubscriptions, messages, owners }
    const shared = shareBriefly(profile, { ...choice, linkLength: shareLink({ version: 1, data: '' }).length })
    const all = shareProfile(profile, choice)
    return {
      brief: shared,
      picture: shared && qrPicture(shareLink(shared)),
      whole: all,
      link: shareLink(all),
    }
  }, [profile, hasSubscriptions, messages, owners])
  const count = profile.subscriptions.length
  const unknown = messages.length > 0 || profile.will ? owners.filter(isPasswordMissing).length + broken : 0
  useShareAppMessage(() => ({
    title: t('share.card', { name }),
    ...(brief && { path: importPath(brief) }),
  }))
  const copy = async () => {
    await copyText(link)
    showToast({ text: t('share.copied') })
  }
  const bottom = (
    <View className="foot">
      <Button
        className="grow"
        variant={platform.isWeapp ? 'neutral' : 'primary'}
        icon="copy"
        onClick={() => attempt(copy)}
      >
        {t('share.copy')}
      </Button>
      {platform.isWeapp && brief && <SendButton>{t('share.send')}</SendButton>}
    </View>
  )
  return (
    <Page top={<NavBar title={t('share.title')} />} bottom={bottom}>
      <View className="page-lead" />
      <ShareCard name={name} url={profile.url.replace(/[?#][^]*$/, '')} picture={picture} />
      <View className="share-notice">
        <Notice icon="lock" title={t('share.secret')}>
          {t('share.secret.text')}
          {hasQuery(profile.url) && <View>{t('share.query')}</View>}
        </Notice>
      </View>
      <LeftOut brief={brief} whole={whole} unknown={unknown} />
      {(count > 0 || saved.length > 0) && (
        <CellGroup header={t('share.with')}>
          {count > 0 && (
            <Together
              title={t('share.subscriptions')}
              count={t('share.count', { n: count })}
              isOn={hasSubscriptions}
              onChange={setSubscriptions}
            />
          )}
          {saved.length > 0 && (
            <Together
              title={t('share.messages')}
              count={t('share.messages.count', { n: saved.length })}
              isOn={hasMessages}
              onChange={setMessages}
            />
          )}
        </CellGroup>
      )}
      <View className="page-end" />
    </Page>
  )
}

interface TogetherProps {
  title: string
  count: string
  isOn: boolean
  onChange: (isOn: boolean) => void
}

/** What can go with the connection. */
function Together({ title, count, isOn, onChange }: TogetherProps) {
  return (
    <Cell
      title={title}
      value={
        <View className="row">
          <View className="cap share-count">{count}</View>
          <Switch isOn={isOn} onChange={onChange} label={title} />
        </View>
      }
    />
  )
}

/** @param props.picture undefined: too long for a code */
function ShareCard({ name, url, picture }: { name: string; url: string; picture: string | undefined }) {
  const t = useT()
  return (
    <View className="share-card">
      <View className="share-name">{name}</View>
      <View className="share-url">{url}</View>
      {picture === undefined ? (
        <View className="share-too-long">
          <Notice tone="wait" title={t('share.tooLong')}>
            {t('share.tooLong.text')}
          </Notice>
        </View>
      ) : (
        <>
          <View className="share-qr">
            <Image className="share-picture" src={picture} showMenuByLongpress {...pictured(t('share.qr', { name }))} />
          </View>
          <View className="share-scan">{t('share.scan')}</View>
        </>
      )}
    </View>
  )
}
