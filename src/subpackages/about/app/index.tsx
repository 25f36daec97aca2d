import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import '@/i18n/about/words'
import { copyText } from '@/services/device'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { Icon } from '@/ui/Icon'
import { useLanguage, useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { platform } from '@/ui/platform'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import { licences } from '../licences/licences.data'
import './index.css'

/** What Homing is, what it does with data, and what it is made of. */
export default function AboutPage() {
  const t = useT()
  const attempt = useAttempt()
  const language = useLanguage()
  const host = platform.isWeapp ? 'weapp' : 'h5'
  const copy = async () => {
    await copyText(`Homing ${HOMING_VERSION} · ${versionsOf(host)} · ${language}`)
    showToast({ text: t('common.copied') })
  }
  return (
    <Page top={<NavBar title={t('settings.about')} />}>
      <View className="about-head">
        <View className="about-mark">
          <Icon name="homing" className="about-icon" />
        </View>
        <View className="about-name">{t('about.name')}</View>
        <View className="about-tagline">{t('about.tagline')}</View>
      </View>
      <CellGroup>
        <Cell
          title={t('about.version')}
          note={t('about.version.note')}
          value={HOMING_VERSION}
          onClick={() => attempt(copy)}
        />
      </CellGroup>
      <CellGroup header={t('about.privacy')}>
        <Cell title={t('about.privacy.data')} note={t('about.privacy.data.text')} />
        <Cell title={t('about.privacy.device')} note={t(`about.privacy.device.${host}`)} />
        <Cell title={t('about.privacy.tap')} />
        <Cell title={t('about.privacy.share')} />
      </CellGroup>
      <CellGroup header={t('about.licence')}>
        <Cell
          title={t('about.licences')}
          value={t('about.licences.count', { n: licences.length })}
          trail="chevron"
          onClick={() => void Taro.navigateTo({ url: '/subpackages/about/licences/index' })}
        />
      </CellGroup>
      <View className="page-end" />
    </Page>
  )
}

/** Where it runs, as a report wants to know it. */
function versionsOf(host: 'weapp' | 'h5'): string {
  const { SDKVersion = '', version = '' } = Taro.getAppBaseInfo()
  const { system = '' } = Taro.getDeviceInfo()
  return [host === 'weapp' ? `WeChat ${version} (${SDKVersion})` : 'H5', system].filter(Boolean).join(' · ')
}
