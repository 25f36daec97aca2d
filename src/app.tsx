import Taro, { usePageNotFound } from '@tarojs/taro'
import { useEffect, type PropsWithChildren } from 'react'
import { useSettings } from '@/features/settings/settings'
import { startApp } from '@/features/start'
import { AppFrame } from '@/frame/AppFrame'
import { languageOf, translator } from '@/i18n/t'
import { ThemeProvider } from '@/ui/appearance'
import { LanguageProvider } from '@/ui/language'
import { platform } from '@/ui/platform'
import { showToast } from '@/ui/toasts'
import './app.css'

function languageNow() {
  const { language } = useSettings.getState()
  return language === 'system' ? languageOf(platform.systemLanguage()) : language
}

/** A link of another version, or one that was mistyped. */
function leadHome() {
  showToast({ text: translator(languageNow())('app.noPage') })
  void Taro.reLaunch({ url: '/pages/connections/index' })
}

// the router starts when this file has been run
platform.layGround()

export default function App({ children }: PropsWithChildren) {
  const { language, theme } = useSettings((settings) => settings)
  usePageNotFound(leadHome)
  useEffect(() => {
    void startApp(languageNow)
    platform.followRouter()
    platform.tapByKeyboard()
    platform.liftLongPress()
    return platform.onKeyboard(() => undefined)
  }, [])
  return (
    <LanguageProvider choice={language}>
      <ThemeProvider theme={theme}>
        <AppFrame>{children}</AppFrame>
      </ThemeProvider>
    </LanguageProvider>
  )
}
