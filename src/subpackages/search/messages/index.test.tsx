import { Current } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import type { ReceivedMessage, TimelineEntry } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import { newProfile, useConnections } from '@/features/connections/connections'
import { services } from '@/features/services'
import type { HistoryPart } from '@/services/history/types'
import { LanguageProvider } from '@/ui/language'
import SearchPage from '.'

const at = new Date(2026, 0, 2, 14, 22, 41, 120).getTime()
const message = (id: number, topic: string, payload: string, rest: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
  ...{ direction: 'received', id, topic, payload: encodeUtf8(payload), qos: 0, retain: false, dup: false, at: at + id },
  ...rest,
})

/** What the reader answers, in its turn; without an answer it is still reading. */
let answers: (TimelineEntry[] | Error)[]
let isEndless: boolean
let utils: TestUtils

const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
const text = (selector: string) => texts(selector).join('|')

/** The search goes on in promises and timers in turn. */
async function act(work: () => void): Promise<void> {
  await utils.act(work)
  for (let turn = 0; turn < 4; turn += 1) {
    await utils.act(() => jest.advanceTimersByTime(100))
    for (let step = 0; step < 12; step += 1) await Promise.resolve()
  }
  await utils.act(() => undefined)
}
const tap = (selector: string, index = 0) =>
  act(() => void utils.fireEvent.click(all(selector)[index] ?? document.body))
const input = (value: string, index = 0) =>
  act(() => void all('.field-input')[index]?.dispatchEvent(new CustomEvent('input', { detail: { value } })))
const typed = () => all('.field-input input').map((node) => (node as HTMLInputElement).value)

/** Taro's H5 components draw themselves some turns after they are mounted. */
function componentsDrawn(): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!all('.field-input').every((node) => node.querySelector('input'))) return
      observer.disconnect()
      resolve()
    }
    const observer = new MutationObserver(check)
    observer.observe(document.body, { childList: true, subtree: true })
    check()
  })
}

async function open(query = '', params: Record<string, string> = {}, language: 'zh-CN' | 'en' = 'zh-CN') {
  Current.router = {
    params: { profile: 'p1', ...params },
    path: '',
    $taroPath: '',
    onReady: '',
    onHide: '',
    onShow: '',
  }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice={language}>
      <SearchPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
  await componentsDrawn()
  jest.useFakeTimers({ doNotFake: ['requestAnimationFrame', 'queueMicrotask', 'nextTick'] })
  if (query !== '') await input(query)
}

beforeEach(() => {
  answers = []
  isEndless = false
  jest.spyOn(services.history, 'reader').mockImplementation(() => ({
    next: (): Promise<HistoryPart | undefined> => {
      const entries = answers.shift()
      if (entries instanceof Error) return Promise.reject(entries)
      if (!entries) return isEndless ? new Promise(() => {}) : Promise.resolve(undefined)
      return Promise.resolve({ entries, scanned: 1_234, progress: 0.42, damaged: 0 })
    },
  }))
  jest.spyOn(services.history, 'kept').mockResolvedValue([])
  useConnections.setState({
    load: 'ready',
    profiles: [{ ...newProfile('ws://127.0.0.1:1'), id: 'p1', name: '泵房' }],
    broken: [],
  })
})
afterEach(() => {
  utils.unmout()
  jest.useRealTimers()
  jest.restoreAllMocks()
})

test('before anything is typed it shows what can be; a tap takes an example', async () => {
  await open()
  expect(text('.nav-subtitle')).toBe('泵房')
  expect(text('.search-example')).toContain('topic:site/+/temp')
  await tap('.search-hint', 3)
  expect(typed()).toEqual(['temp > 21.5'])
})

test('hits are shown with what met the query set off, and open as messages', async () => {
  const opened = jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: '' })
  answers = [
    [
      message(9, 'site/pump', 'the Pump is hot', { retain: true, qos: 1 }),
      message(8, 'site/fan', 'fan'),
      { ...message(7, 'x', 'pump'), direction: 'sent', status: { name: 'acknowledged' } } as unknown as TimelineEntry,
    ],
  ]
  await open('pump')
  expect(texts('.search-mark')).toEqual(['pump', 'Pump', 'pump'])
  expect(texts('.search-hit')[0]).toMatch(/^site\/pump.*14:22:41\.129保留Q1the Pump is hot$/)
  expect(texts('.search-hit')[1]).toContain('发出')
  expect(text('.search-summary')).toBe('共 2 条，存下的 1,234 条消息都查过了')
  await tap('.search-hit')
  expect(opened.mock.calls[0]?.[0].url).toContain('message=9')
})

test('while it looks it tells how far it is, and stops when told', async () => {
  isEndless = true
  answers = [[message(9, 'a', 'pump')]]
  await open('pump')
  expect(text('.search-progress-row')).toContain('找到 1 条 · 已查')
  await tap('.search-progress-row .btn-target')
  expect(texts('.search-progress-row')).toEqual([])
  expect(text('.search-summary')).toBe('停在 42%，已查 1,234 条')
  expect(text('.search-more')).toBe('继续往前找')
})

test('nothing found says in how much, and takes one condition away at a tap', async () => {
  answers = [[message(9, 'a', 'fan')]]
  await open('nowhere dir:in')
  expect(text('.empty')).toContain('存下的 1,234 条消息里，没有一条符合。')
  expect(texts('.search-example')).toEqual(['nowhere', 'dir:in'])
  await tap('.li')
  expect(typed()).toEqual(['dir:in'])
})

test('storage that fails is told, with a way to go on', async () => {
  answers = [[message(9, 'a', 'pump')], new Error('gone'), [message(8, 'a', 'pump')]]
  await open('pump')
  expect(text('.notice-bad')).toContain('存下的消息读不出来')
  expect(all('.search-hit')).toHaveLength(1)
  await tap('.search-end .btn-target')
  expect(all('.search-hit')).toHaveLength(2)
})

test('chips are words in the field', async () => {
  await open()
  const chip = (label: string) => tap('.chip-target', texts('.chip').indexOf(label))
  await chip('收到')
  await chip('24 小时')
  await chip('QoS 2')
  expect(typed()).toEqual(['qos:2 after:24h dir:in'])
  await chip('发出')
  await chip('QoS 2')
  await chip('7 天')
  expect(typed()).toEqual(['after:7d dir:out'])
  expect(all('.chip.is-on').map((node) => node.textContent)).toEqual(['发出', '7 天'])
})

test('a time of one’s own is asked for, and refused in words when it is none', async () => {
  await open('pump')
  await tap('.chip-target', texts('.chip').indexOf('自选时间'))
  await input('2026-02-30', 1)
  expect(text('.sheet .field-error')).toContain('2026-02-30 不是时间')
  await input('2026-03-01 14:05', 1)
  await input('', 2)
  await tap('.search-times .btn-target')
  expect(typed()).toEqual(['after:2026-03-01T14:05 pump'])
})

test('what cannot be understood is explained, and nothing is looked for', async () => {
  await open('qos:7', {}, 'en')
  expect(text('.field-error')).toBe('QoS is 0, 1 or 2, not 7. Write qos:1.')
  expect(jest.mocked(services.history.reader)).not.toHaveBeenCalled()
  await input('topic:a/#/b')
  expect(text('.field-error')).toMatch(/^a\/#\/b is not a topic filter: .+ Try a\/\+\/b$/)
})

test('cards are drawn as they are scrolled to, and older hits are looked for when they end', async () => {
  answers = [Array.from({ length: 60 }, (_, i) => message(100 - i, 'a', 'pump'))]
  await open('pump')
  const scroll = () => act(() => void all('.search-scroll')[0]?.dispatchEvent(new CustomEvent('scrolltolower')))
  expect(text('.search-summary')).toBe('已找到 50 条，更早的还没查')
  const drawn = [all('.search-hit').length]
  for (let n = 0; n < 4; n += 1) {
    await scroll()
    drawn.push(all('.search-hit').length)
  }
  expect(drawn).toEqual([20, 40, 50, 60, 60])
  expect(text('.search-summary')).toContain('共 60 条')
})

test('an address may say what to begin with', async () => {
  await open('', { q: encodeURIComponent('"a b" 温度') })
  expect(typed()).toEqual(['"a b" 温度'])
})

test('a connection that is gone is told', async () => {
  useConnections.setState({ load: 'ready', profiles: [], broken: [] })
  await open()
  expect(text('.empty')).toContain('找不到这个连接')
})

test('many hits are leafed through: no more than 200 cards stand in the tree', async () => {
  await open()
  answers = [Array.from({ length: 230 }, (_, i) => message(1_000 - i, 'site/a', `pump ${1_000 - i}`))]
  await input('pump')
  const scroll = () => act(() => void all('.search-scroll')[0]?.dispatchEvent(new CustomEvent('scrolltolower')))
  for (let times = 0; times < 16; times += 1) await scroll()
  expect(all('.search-hit')).toHaveLength(200)
  expect(text('.search-more')).toBe('更早的结果')
  await tap('.search-more')
  expect(texts('.search-payload')[0]).toBe('pump 800')
  await scroll()
  expect(all('.search-hit')).toHaveLength(30)
  expect(texts('.search-more')[0]).toBe('更新的结果')
  await tap('.search-more')
  expect(texts('.search-payload')[0]).toBe('pump 1000')
})
