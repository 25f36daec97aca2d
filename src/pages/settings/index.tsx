import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useState, type ReactNode } from 'react'
import { openEventLog } from '@/features/log/link'
import { setLanguage, setTheme, useSettings, type Settings } from '@/features/settings/settings'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { ChoiceSheet } from '@/ui/ChoiceSheet'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { TabBar } from '@/ui/TabBar'
import { showToast } from '@/ui/toasts'
import { Privacy } from './Privacy'
import { Storage } from './Storage'
import { WhileUsing } from './WhileUsing'

const languages: Settings['language'][] = ['system', 'zh-CN', 'en']
const themes: Settings['theme'][] = ['system', 'light', 'dark']

export default function SettingsPage() {
  const t = useT()
  const { language, theme } = useSettings((settings) => settings)
  const [open, setOpen] = useState<'language' | 'theme'>()
  const [sheet, setSheet] = useState<ReactNode>(null)
  const close = () => setOpen(undefined)
  // the choice holds at once; storing it may fail, and then it holds for this run
  const keep = (stored: Promise<void>) => void stored.catch(() => showToast({ text: t('settings.failed') }))

  const overlay =
    open === 'language' ? (
      <ChoiceSheet
        title={t('settings.language')}
        options={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
        value={language}
        onChoose={(value) => keep(setLanguage(value))}
        onClose={close}
      />
    ) : open === 'theme' ? (
      <ChoiceSheet
        title={t('settings.theme')}
        options={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
        value={theme}
        onChoose={(value) => keep(setTheme(value))}
        onClose={close}
      />
    ) : (
      sheet
    )

  return (
    <Page top={<NavBar isRoot title={t('settings.title')} />} bottom={<TabBar current="settings" />} overlay={overlay}>
      <View className="page-lead" />
      <CellGroup>
        <Cell
          icon="globe"
          title={t('settings.language')}
          value={t(`language.${language}`)}
          trail="chevron"
          onClick={() => setOpen('language')}
        />
        <Cell
          icon="moon"
          title={t('settings.theme')}
          value={t(`theme.${theme}`)}
          trail="chevron"
          onClick={() => setOpen('theme')}
        />
      </CellGroup>
      <WhileUsing keep={keep} />
      <Storage onSheet={setSheet} />
      <Privacy onSheet={setSheet} />
      <CellGroup header={t('settings.other')}>
        <Cell icon="log" title={t('eventLog.title')} trail="chevron" onClick={() => openEventLog()} />
        <Cell
          icon="info"
          title={t('settings.about')}
          value={HOMING_VERSION}
          trail="chevron"
          onClick={() => void Taro.navigateTo({ url: '/subpackages/about/app/index' })}
        />
      </CellGroup>
      <View className="page-end" />
    </Page>
  )
}
