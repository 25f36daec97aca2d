import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import type { ComponentType } from 'react'
import { clipboard } from '@/services/clipboard/clipboard'
import { LanguageProvider } from '@/ui/language'
import LicencesPage from '../licences'
import { licences, licenceTexts } from '../licences/licences.data'
import AboutPage from '.'

const utils = new TestUtils()
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent ?? '')
async function tap(words: string) {
  const row = all('.li').find((node) => node.textContent?.includes(words))
  if (!row) throw new Error(`no row ${words}`)
  await utils.act(async () => {
    utils.fireEvent.click(row)
    await Promise.resolve()
  })
}

async function open(Page: ComponentType, language: 'zh-CN' | 'en') {
  const Root = () => (
    <LanguageProvider choice={language}>
      <Page />
    </LanguageProvider>
  )
  await utils.mount(Root, { props: {} })
}

beforeAll(() => Reflect.set(globalThis, 'HOMING_VERSION', '0.0.0-test'))
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

test('says what becomes of data on this platform, and copies what a report wants to know', async () => {
  const copied = jest.spyOn(clipboard, 'write').mockResolvedValue()
  await open(AboutPage, 'zh-CN')
  expect(texts('.li-title')).toContain('归信只连接你填写的服务器，不收集也不上传任何数据。')
  expect(texts('.li-note').join()).toContain('清除这个网站的数据时一起删除')
  await tap('版本')
  expect(copied).toHaveBeenCalledWith(expect.stringMatching(/^Homing 0\.0\.0-test · H5 .*zh-CN$/))
})

test('leads to the licences', async () => {
  const opened: string[] = []
  jest.spyOn(Taro, 'navigateTo').mockImplementation(({ url }) => {
    opened.push(url)
    return Promise.resolve({ errMsg: '' })
  })
  await open(AboutPage, 'en')
  await tap('Third-party licences')
  expect(opened).toEqual(['/subpackages/about/licences/index'])
})

test('shows the licence of each package, with whose it is', async () => {
  await open(LicencesPage, 'en')
  expect(texts('.licence')).toHaveLength(licences.length)
  await tap('zustand')
  expect(texts('.sheet-title')).toEqual(['zustand'])
  expect(texts('.licence-copyright')).toEqual(['Copyright (c) 2019 Paul Henschel'])
  expect(texts('.licence-paragraph').join(' ')).toContain('WITHOUT WARRANTY OF ANY KIND')
})

test('no licence is without a text', () => {
  for (const { name, spdx, text } of licences) {
    expect([name, spdx === '', (licenceTexts[text] ?? '').length > 300]).toEqual([name, false, true])
  }
})
