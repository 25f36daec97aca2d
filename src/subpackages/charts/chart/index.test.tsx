import { Current } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import { chartUrl } from '@/features/charts/link'
import type { Gap, TimelineEntry } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import { newProfile, useConnections } from '@/features/connections/connections'
import { services } from '@/features/services'
import { clipboard } from '@/services/clipboard/clipboard'
import { LanguageProvider } from '@/ui/language'
import ChartPage from '.'

const now = new Date(2026, 0, 2, 14, 22, 41).getTime()
const minute = 60_000
const reading = (id: number, temp: number, at: number): TimelineEntry => ({
  ...{ direction: 'received', id, topic: 'g/1', payload: encodeUtf8(JSON.stringify({ temp, hum: 61 })), at },
  ...{ qos: 0, retain: false, dup: false },
})
const gap = (id: number, from: number, to: number): Gap => {
  return { direction: 'gap', id, from, to, at: from, caughtUp: 0, cause: 'hidden' }
}

/** jsdom has neither layout nor canvases: one that takes every call. */
const calls: Record<string, unknown> = {}
const pen = new Proxy(calls, { get: (target, name: string) => target[name] ?? (() => undefined) })
const canvasQuery = {
  select: () => ({ node: () => canvasQuery, boundingClientRect: () => canvasQuery }),
  exec: (answer: (answers: unknown[]) => void) =>
    answer([{ node: { getContext: () => pen } }, { left: 0, width: 319, height: 232 }]),
}

/** What is stored, newest first; an error once it is used up */
let stored: TimelineEntry[]
let isFailing = false
let utils: TestUtils

const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const text = (selector: string) =>
  all(selector)
    .map((node) => node.textContent)
    .join('|')
async function act(work: () => void): Promise<void> {
  await utils.act(work)
  for (let turn = 0; turn < 4; turn += 1) {
    await utils.act(() => jest.advanceTimersByTime(300))
    for (let step = 0; step < 12; step += 1) await Promise.resolve()
  }
  await utils.act(() => undefined)
}
const tap = (selector: string, index = 0) =>
  act(() => void utils.fireEvent.click(all(selector)[index] ?? document.body))
const press = (label: string) => tap(`[aria-label="${label}"]`)
const description = () => all('.chart-plot')[0]?.getAttribute('aria-label')

async function open(path = '$.temp', language: 'zh-CN' | 'en' = 'zh-CN'): Promise<void> {
  const params: Record<string, string> = {}
  for (const pair of (chartUrl('p1', path ? { topic: 'g/1', path } : undefined).split('?')[1] ?? '').split('&')) {
    const [name = '', value = ''] = pair.split('=')
    params[name] = value
  }
  Current.router = { params, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice={language}>
      <ChartPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
  await act(() => undefined)
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['requestAnimationFrame', 'queueMicrotask', 'nextTick'], now })
  isFailing = false
  stored = [
    reading(4, 24.6, now - 10 * 1_000),
    gap(3, now - 8 * minute, now - 5 * minute),
    reading(2, 22.5, now - 9 * minute),
    reading(1, 30, now - 50 * minute),
  ]
  jest.spyOn(Taro, 'createSelectorQuery').mockImplementation(() => canvasQuery as unknown as Taro.SelectorQuery)
  jest.spyOn(services.storage, 'get').mockResolvedValue(undefined)
  jest.spyOn(services.storage, 'set').mockResolvedValue(undefined)
  jest.spyOn(services.history, 'reader').mockImplementation((_id, options = {}) => {
    const { from = 0, to = Infinity, before = Infinity } = options
    const entries = stored.filter((entry) => entry.at >= from && entry.at <= to && entry.id < before)
    return {
      next: () => {
        if (isFailing) return Promise.reject(new Error('gone'))
        const part = entries.splice(0, 10)
        return Promise.resolve(part.length > 0 ? { entries: part, scanned: 9, progress: 1, damaged: 0 } : undefined)
      },
    }
  })
  useConnections.setState({ load: 'ready', profiles: [{ ...newProfile('ws://127.0.0.1:1'), id: 'p1' }], broken: [] })
})
afterEach(() => {
  utils.unmout()
  jest.useRealTimers()
  jest.restoreAllMocks()
})

test('the last hour in figures and in words for who does not see the picture, the time away said', async () => {
  await open()
  expect(text('.nav-title')).toBe('temp')
  expect(text('.chart-number')).toBe('24.6')
  expect(text('.chart-change')).toBe('1 小时 −5.4')
  expect(text('.chart-stats')).toBe('最小22.514:13平均25.73 点最大30.013:32')
  expect(description()).toBe('temp 的曲线，13:22 到 14:22，最小 22.5，平均 25.7，最大 30.0，3 点')
  expect(text('.group-footer')).toContain('灰色一段是你离开的 14:14–14:17，没有数据。')
})

test('a shorter range and a zoom change what the figures are of', async () => {
  await open()
  await tap('.seg-option', 1)
  expect(text('.chart-stats')).toContain('2 点')
  await tap('.seg-option', 0)
  expect(text('.chart-stats')).toContain('1 点')
  await press('更早')
  await press('缩小')
  expect(text('.seg-option.is-on')).toBe('')
  await tap('.seg-option', 4)
  expect(text('.chart-stats')).toContain('3 点')
})

test('paused it says since when, and a field without values says so', async () => {
  await open()
  await press('暂停画面')
  expect(text('.chart-head')).toContain('暂停于 14:22:4')
  await press('继续')
  expect(text('.chart-head')).toContain('现在')
  utils.unmout()
  await open('$.volts')
  expect(text('.empty-title')).toBe('这个字段还没有数值')
})

test('nothing was ever chosen: a number can be, from what came', async () => {
  await open('')
  expect(text('.empty-title')).toBe('还没有选数值')
  await tap('.chart-choose .btn')
  expect(text('.sheet-title')).toBe('选一个数值')
})

test('what is shown goes to the clipboard as CSV', async () => {
  const copied = jest.spyOn(clipboard, 'write').mockResolvedValue()
  await open()
  await press('复制为 CSV')
  const rows = String(copied.mock.calls[0]?.[0]).trim().split('\r\n')
  expect(rows[0]).toBe('time,topic,field,value')
  expect(rows.slice(1).map((row) => row.split(',').slice(1).join())).toEqual([
    'g/1,temp,30',
    'g/1,temp,22.5',
    'g/1,temp,24.6',
  ])
  expect(rows[3]?.startsWith(new Date(now - 10_000).toISOString())).toBe(true)
})

test('a storage that cannot be read is said, and asked again', async () => {
  isFailing = true
  await open()
  isFailing = false
  expect(text('.empty-title')).toBe('这个字段还没有数值')
  expect(text('.chart-failed')).toContain('更早的数值读不出来。')
  await tap('.chart-failed .btn')
  expect(text('.chart-stats')).toContain('3 点')
})

test('in English', async () => {
  await open('$.temp', 'en')
  expect(description()).toBe('Line of temp, 13:22 to 14:22: min 22.5, mean 25.7, max 30.0, 3 points')
  expect(text('.chart-change')).toBe('−5.4 in 1 h')
})
