import TestUtils from '@tarojs/test-utils-react'
import { useSettings } from '@/features/settings/settings'
import { LanguageProvider } from '@/ui/language'
import { ThemeProvider } from '@/ui/appearance'
import SettingsPage from '.'

/** The page under what the app puts around it. */
function SettingsInApp() {
  const { language, theme } = useSettings((settings) => settings)
  return (
    <LanguageProvider choice={language}>
      <ThemeProvider theme={theme}>
        <SettingsPage />
      </ThemeProvider>
    </LanguageProvider>
  )
}

const text = (selector: string) => Array.from(document.querySelectorAll(selector)).map((node) => node.textContent)
const tap = async (utils: TestUtils, words: string) => {
  const row = Array.from(document.querySelectorAll('[role]')).find((node) => node.textContent?.startsWith(words))
  if (!row) throw new Error(`nothing to tap says ${words}`)
  await utils.act(() => {
    utils.fireEvent.click(row)
  })
}

// the build inlines it
beforeAll(() => Reflect.set(globalThis, 'HOMING_VERSION', '0.0.0-test'))

beforeEach(() => {
  localStorage.clear()
  useSettings.setState({ language: 'zh-CN', theme: 'system' })
})

test('a language chosen is spoken at once, by the tab bar too, and kept', async () => {
  const utils = new TestUtils()
  await utils.mount(SettingsInApp, { props: {} })
  expect(text('.tab')).toEqual(['连接', '收藏', '设置'])
  await tap(utils, '语言')
  await tap(utils, 'English')
  expect(text('.nav-title-root')).toEqual(['Settings'])
  expect(text('.tab')).toEqual(['Connections', 'Saved', 'Settings'])
  expect(document.documentElement.lang).toBe('en')
  expect(localStorage.getItem('homing:settings')).toContain('"language":"en"')
  utils.unmout()
})

test('a theme chosen is worn at once; the system is left to CSS', async () => {
  const utils = new TestUtils()
  await utils.mount(SettingsInApp, { props: {} })
  expect(document.querySelector('.page')?.classList.contains('auto')).toBe(true)
  await tap(utils, '外观')
  await tap(utils, '深色')
  expect(document.querySelector('.page')?.classList.contains('dark')).toBe(true)
  expect(document.documentElement.className).toBe('dark')
  utils.unmout()
})
