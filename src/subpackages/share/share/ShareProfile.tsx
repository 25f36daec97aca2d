import { Image, View } from '@tarojs/components'
import { useShareAppMessage } from '@tarojs/taro'
import { useMemo, useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import { hasQuery, shareBriefly, shareProfile } from '@/core/profile/share'
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
import { qrPicture } from './qrPicture'
import { SendButton } from './SendButton'
import { shareLink } from './shareLink'

/** The code, the link and the card; what is never in them is said whatever else is shown. */
export function ShareProfile({ profile }: { profile: Profile }) {
  const t = useT()
  const attempt = useAttempt()
  const [hasSubscriptions, setSubscriptions] = useState(true)
  const name = profile.name || profile.url
  const { brief, picture, link } = useMemo(() => {
    const shared = shareBriefly(profile, { hasSubscriptions, linkLength: shareLink('').length })
    return {
      brief: shared,
      picture: shared && qrPicture(shareLink(shared.data)),
      link: shareLink(shareProfile(profile, { hasSubscriptions }).data),
    }
  }, [profile, hasSubscriptions])
  const count = profile.subscriptions.length
  const dropped = brief?.dropped ?? 0
  useShareAppMessage(() => ({
    title: t('share.card', { name }),
    ...(brief && { path: importPath(brief.data) }),
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
      {dropped > 0 && (
        <View className="share-notice">
          <Notice tone="wait" title={t('share.dropped', { n: dropped })} isLive>
            {t(platform.isWeapp ? 'share.dropped.card' : 'share.dropped.text')}
          </Notice>
        </View>
      )}
      {count > 0 && (
        <CellGroup header={t('share.with')}>
          <Cell
            title={t('share.subscriptions')}
            value={
              <View className="row">
                <View className="cap share-count">{t('share.count', { n: count })}</View>
                <Switch isOn={hasSubscriptions} onChange={setSubscriptions} label={t('share.subscriptions')} />
              </View>
            }
          />
        </CellGroup>
      )}
      <View className="page-end" />
    </Page>
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
