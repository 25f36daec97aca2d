import TestUtils from '@tarojs/test-utils-react'
import { newProfile, useConnections } from '@/features/connections/connections'
import { services } from '@/features/services'
import { LanguageProvider } from '@/ui/language'
import { useToast } from '@/ui/toasts'
import type { HistoryBudget, HistoryUsage } from '@/services/history/types'
import SettingsPage from '.'

const { history } = services
const usage: HistoryUsage = {
  totalBytes: 42_000_000,
  connections: [
    { profileId: 'a', bytes: 2_000_000, entries: 3_000 },
    { profileId: 'b', bytes: 40_000_000, entries: 90_000 },
    { profileId: 'c', bytes: 200, entries: 0 },
  ],
}

let utils: TestUtils
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
const act = async (work: () => void | Promise<void>) => {
  await utils.act(work)
}
const tap = (selector: string, words: string) =>
  act(() => {
    const found = all(selector).find((node) => node.textContent?.includes(words))
    if (!found) throw new Error(`nothing to tap says ${words}: ${texts(selector).join('|')}`)
    utils.fireEvent.click(found)
  })
const settled = () => act(() => new Promise<void>((resolve) => setTimeout(resolve)))

async function open() {
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <SettingsPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
  await settled()
}

beforeAll(() => Reflect.set(globalThis, 'HOMING_VERSION', '0.0.0-test'))
beforeEach(() => {
  localStorage.clear()
  jest.spyOn(history, 'usage').mockResolvedValue(usage)
  history.budget.totalBytes = 50_000_000
  jest.spyOn(history, 'setBudget').mockImplementation((budget: HistoryBudget) => {
    Object.assign(history, { budget })
  })
  const profile = (id: string, name: string) => ({ ...newProfile('ws://127.0.0.1:1'), id, name })
  useConnections.setState({ load: 'ready', profiles: [profile('a', '温室'), profile('b', '泵房')] })
})
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

test('says what messages take, whose they are, and how they are kept', async () => {
  await open()
  expect(texts('.storage-figures')).toEqual(['42 MB共 50 MB'])
  expect(texts('.storage-share')).toEqual(['泵房 40 MB', '温室 2 MB', '其他 < 0.1 MB'])
  expect(texts('.li').filter((words) => words?.includes('最多占用'))).toEqual(['最多占用50 MB'])
})

test('a failure is said, and read again when asked to', async () => {
  jest.spyOn(history, 'usage').mockRejectedValueOnce(new Error('locked'))
  await open()
  await tap('.li', '读不到占用情况')
  await settled()
  expect(texts('.storage-used')).toEqual(['42 MB'])
})

test('a larger budget holds at once, a smaller one than what is used is asked about first', async () => {
  await open()
  await tap('.li', '最多占用')
  await tap('.sheet .li', '100 MB')
  await settled()
  expect(history.budget.totalBytes).toBe(100_000_000)
  await tap('.li', '最多占用')
  await tap('.sheet .li', '25 MB')
  expect(texts('.confirm-text')).toEqual(['现在占用 42 MB。超过 25 MB 的最早消息会立即删除，留存的不删。'])
  expect(history.budget.totalBytes).toBe(100_000_000)
  await tap('.sheet .btn-target', '改小并删除')
  await settled()
  expect(history.budget.totalBytes).toBe(25_000_000)
  expect(localStorage.getItem('homing:historyBudget')).toContain('25000000')
  expect(texts('.sheet')).toEqual([])
})

test('age and number are chosen on one sheet', async () => {
  await open()
  await tap('.li', '消息保留')
  await tap('.sheet .li', '7 天')
  await tap('.sheet .li', '5,000 条')
  await settled()
  expect(history.budget).toEqual({ totalBytes: 50_000_000, maxAgeMs: 604_800_000, connectionEntries: 5_000 })
  expect(texts('.li').filter((words) => words?.includes('消息保留'))).toEqual(['消息保留7 天或 5,000 条'])
  await tap('.sheet .li', '不限时间')
  await settled()
  expect(history.budget).toEqual({ totalBytes: 50_000_000, connectionEntries: 5_000 })
})

test.each([
  ['泵房', '40 MB', ['b']],
  ['全部连接', '42 MB', ['b', 'a']],
])('the messages of %s are deleted after a question that names how much that is', async (name, size, ids) => {
  const erase = jest.spyOn(history, 'erase').mockResolvedValue()
  await open()
  await tap('.btn-target', '清理')
  expect(texts('.sheet .li')).toEqual(['泵房90,000 条40 MB', '温室3,000 条2 MB', '全部连接42 MB'])
  await tap('.sheet .li', name)
  expect(texts('.sheet-title')).toEqual([`删除“${name}”的消息？`])
  expect(texts('.confirm-text')[0]).toContain(`共 ${size}。`)
  expect(erase).not.toHaveBeenCalled()
  await tap('.sheet .btn-target', '删除')
  await settled()
  expect(erase.mock.calls.map(([id]) => id)).toEqual(ids)
  expect(useToast.getState().current?.text).toBe('已删除')
  expect(history.usage).toHaveBeenCalledTimes(2)
})
