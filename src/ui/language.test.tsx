import TestUtils from '@tarojs/test-utils-react'
import { View } from '@tarojs/components'
import type { Language } from '@/i18n/t'
import { LanguageProvider, useT } from './language'

const utils = new TestUtils()
const Words = () => <View className="words">{useT()('tab.settings')}</View>
const words = () => document.querySelector('.words')?.textContent
const open = (choice: Language | 'system') =>
  utils.mount(
    () => (
      <LanguageProvider choice={choice}>
        <Words />
      </LanguageProvider>
    ),
    { props: {} },
  )
const systemSpeaks = async (tag: string) => {
  jest.spyOn(navigator, 'language', 'get').mockReturnValue(tag)
  await utils.act(() => void window.dispatchEvent(new Event('languagechange')))
}

afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

test('follows the language of the system while it runs', async () => {
  jest.spyOn(navigator, 'language', 'get').mockReturnValue('en-GB')
  await open('system')
  expect(words()).toBe('Settings')
  expect(document.documentElement.lang).toBe('en')
  await systemSpeaks('zh-TW')
  expect(words()).toBe('设置')
  expect(document.documentElement.lang).toBe('zh-CN')
})

test('a choice of the person stands, whatever the system speaks', async () => {
  await open('zh-CN')
  await systemSpeaks('en')
  expect(words()).toBe('设置')
})
