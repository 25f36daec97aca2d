import { Current } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import { AppError } from '@/core/errors'
import type { ReceivedMessage, SentMessage, TimelineEntry } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import { newProfile, useConnections } from '@/features/connections/connections'
import { entriesOf, runFeeds } from '@/features/messages/feed'
import { services } from '@/features/services'
import { ScriptedSession } from '@/features/sessions/session.fake'
import { useSessions } from '@/features/sessions/sessions'
import { takeHandedOver } from '@/features/transfer/handover'
import { clipboard } from '@/services/clipboard/clipboard'
import { LanguageProvider } from '@/ui/language'
import { useToast } from '@/ui/toasts'
import MessagesPage from '.'

const at = new Date(2026, 0, 2, 14, 22, 41, 120).getTime()
const received = (id: number, payload: string, topic = 'site/env'): ReceivedMessage => ({
  ...{ direction: 'received', id, topic, payload: encodeUtf8(payload), qos: 0, retain: false, dup: false, at },
})
const sent = (id: number, name: 'queued' | 'sending'): SentMessage => ({
  ...{ direction: 'sent', id, topic: 'site/cmd', payload: encodeUtf8('on'), qos: 1, retain: false, at },
  status: { name },
})

// what jsdom does not have
Element.prototype.scrollIntoView = () => {}

let session: ScriptedSession
let utils: TestUtils
let stopFeeds: () => void
let kept: Map<number, TimelineEntry>
let removed: Set<number>
let copied: string

const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
async function act(work: () => void): Promise<void> {
  await utils.act(async () => {
    work()
    await jest.advanceTimersByTimeAsync(300)
  })
}
const named = (selector: string, words: string) => {
  const found = all(selector).find((node) => `${node.textContent} ${node.getAttribute('aria-label')}`.includes(words))
  if (!found) throw new Error(`no ${selector} says ${words}: ${texts(selector).join('|')}`)
  return found
}
const tap = (selector: string, words: string) => act(() => void utils.fireEvent.click(named(selector, words)))
const longPress = (selector: string, words: string) =>
  act(() => void named(selector, words).dispatchEvent(new CustomEvent('longpress', { bubbles: true })))
const undo = () => act(() => useToast.getState().current?.action?.run())

/** The log, as far as the page needs it. */
function fakeHistory(): void {
  kept = new Map()
  removed = new Set()
  const { history } = services
  const left = () => [...kept.values()].filter(({ id }) => !removed.has(id)).sort((a, b) => a.id - b.id)
  jest.spyOn(history, 'kept').mockImplementation(() => Promise.resolve(left()))
  jest.spyOn(history, 'keep').mockImplementation((_, entry) => Promise.resolve(void kept.set(entry.id, entry)))
  jest.spyOn(history, 'unkeep').mockImplementation((_, ids) => Promise.resolve(ids.forEach((id) => kept.delete(id))))
  jest.spyOn(history, 'remove').mockImplementation((_, ids) => {
    ids.forEach((id) => removed.add(id))
    return Promise.resolve(() => Promise.resolve(ids.forEach((id) => removed.delete(id))))
  })
}

beforeEach(async () => {
  fakeHistory()
  copied = ''
  jest.spyOn(clipboard, 'write').mockImplementation((text) => Promise.resolve(void (copied = text)))
  session = new ScriptedSession()
  const profile = { ...newProfile('ws://127.0.0.1:1/mqtt'), id: 'p1', name: '温室一号' }
  useConnections.setState({ load: 'ready', profiles: [profile], broken: [] })
  stopFeeds = runFeeds()
  useSessions.setState({ sessions: { p1: session } })
  Current.router = { params: { profile: 'p1' }, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <MessagesPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
  jest.useFakeTimers({ doNotFake: ['requestAnimationFrame', 'queueMicrotask', 'nextTick', 'setImmediate'] })
  await act(() =>
    session.emit(
      received(1, '{"temp":1}'),
      received(2, 'two'),
      received(3, 'three'),
      sent(4, 'queued'),
      sent(4, 'sending'),
    ),
  )
})
afterEach(() => {
  utils.unmout()
  jest.useRealTimers()
  jest.restoreAllMocks()
  stopFeeds()
  useSessions.setState({ sessions: {} })
})

test('a long press offers what can be done with a message, its chart among it', async () => {
  await longPress('.msg-first', 'temp')
  const rows = [
    '复制主题',
    '复制内容',
    '复制主题和内容',
    '画成曲线',
    '再发一次',
    '留存存储写满时也不删',
    '选择多条',
    '删除',
  ]
  expect(texts('.sheet .li')).toEqual(rows)
  await tap('.sheet .li', '复制主题和内容')
  expect(copied).toBe('site/env\n{"temp":1}')
  expect(texts('.sheet')).toEqual([])
  await longPress('.msg-next', 'two')
  expect(texts('.sheet .li')).not.toContain('画成曲线')
})

test('what is still being sent is neither kept nor deleted nor selected', async () => {
  await longPress('.msg-sent', 'on')
  expect(texts('.sheet .li')).toEqual(['复制主题', '复制内容', '复制主题和内容', '再发一次'])
  await tap('.sheet .li', '复制主题')
  await longPress('.msg-next', 'two')
  await tap('.sheet .li', '选择多条')
  await tap('.msg-sent', 'on')
  expect(texts('.nav-title')).toEqual(['已选 1 条'])
  expect(useToast.getState().current?.text).toBe('还在发送，不能选')
})

test('one is deleted at once, and an undo has it back in its place', async () => {
  await longPress('.msg-next', 'two')
  await tap('.sheet .li', '删除')
  expect(texts('.msg-first, .msg-next').join()).not.toContain('two')
  expect([...removed]).toEqual([2])
  expect(useToast.getState().current?.text).toBe('已删除 1 条')
  await undo()
  expect(entriesOf('p1').map(({ id }) => id)).toEqual([1, 2, 3, 4])
  expect(texts('.msg-next').join()).toContain('two')
  expect([...removed]).toEqual([])
})

test('a message that is kept is marked, and found again where the list has lost it', async () => {
  await longPress('.msg-next', 'three')
  await tap('.sheet .li', '留存')
  expect(all('.msg-next .msg-kept').map((node) => node.getAttribute('aria-label'))).toEqual(['已留存'])
  kept.set(-5, received(-5, 'from long ago', 'site/old'))
  await longPress('.msg-next', 'two')
  await tap('.sheet .li', '留存')
  expect(texts('.chip')).toEqual(['全部3', '留存3'])
  await tap('.chip-target', '留存')
  expect(texts('.msg-topic')).toEqual(['site/old', 'site/env'])
  expect(texts('.msg-sent')).toEqual([])
  for (const words of ['from long ago', 'two', 'three']) {
    await longPress('.msg-first, .msg-next', words)
    await tap('.sheet .li', '取消留存')
  }
  expect(texts('.empty').join()).toContain('没有留存的消息')
  await tap('.chip-target', '全部')
  expect(texts('.chip')).toEqual([])
  expect(all('.msg-next')).toHaveLength(2)
})

test('several are selected, and copied, kept, exported or deleted together', async () => {
  const select = async (...words: string[]) => {
    await longPress('.msg-next', words[0] ?? '')
    await tap('.sheet .li', '选择多条')
    for (const each of words.slice(1)) await tap('.msg-first, .msg-next', each)
    expect(texts('.nav-title')).toEqual([`已选 ${words.length} 条`])
  }
  await select('three', 'temp')
  expect(all('[role=checkbox]').map((node) => node.getAttribute('aria-checked'))).toEqual([
    'true',
    'false',
    'true',
    'false',
  ])
  await tap('.tool', '复制')
  expect(copied).toBe('site/env\n{"temp":1}\n\nsite/env\nthree')
  expect(texts('.nav-title')).toEqual(['温室一号'])

  await select('two', 'three')
  await tap('.tool', '留存')
  expect([...kept.keys()]).toEqual([2, 3])
  expect(all('.msg-kept')).toHaveLength(2)

  const navigate = jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: '' })
  await select('two')
  await tap('.tool', '导出')
  expect(navigate).toHaveBeenCalledWith({ url: '/subpackages/transfer/export/index?profile=p1' })
  expect(takeHandedOver('p1')?.map(({ id }) => id)).toEqual([2])
  expect(takeHandedOver('p1')).toBeUndefined()

  await select('two', 'three', 'temp')
  await tap('.tool', '删除')
  expect(all('.msg-card')).toEqual([])
  expect(useToast.getState().current?.text).toBe('已删除 3 条')
  await undo()
  expect(all('.msg-first, .msg-next')).toHaveLength(3)
})

test('all of the list are selected at once, but for what is still on its way, and none again', async () => {
  await longPress('.msg-next', 'two')
  await tap('.sheet .li', '选择多条')
  await tap('.btn', '全选')
  expect(texts('.nav-title')).toEqual(['已选 3 条'])
  await tap('.tool', '复制')
  expect(copied.split('\n\n')).toHaveLength(3)
  await longPress('.msg-next', 'two')
  await tap('.sheet .li', '选择多条')
  await tap('.btn', '全选')
  await tap('.btn', '全选')
  expect(texts('.nav-title')).toEqual(['已选 0 条'])
})

test('a long press shows the whole topic, and when it was in full', async () => {
  const topic = `site/${'level/'.repeat(30)}end`
  await act(() => session.emit(received(9, 'far', topic)))
  expect(texts('.msg-topic').join()).not.toContain(topic)
  await longPress('.msg-first', 'far')
  const [facts] = texts('.msg-facts')
  expect(facts).toContain(topic)
  expect(facts).toContain('2026年1月2日 14:22:41.120')
})

test('a row that is swept to the left is kept or deleted, with an undo', async () => {
  jest.spyOn(Taro, 'getWindowInfo').mockReturnValue({ ...Taro.getWindowInfo(), windowWidth: 375 })
  const sweep = (words: string) =>
    act(() => {
      const row = named('.msg-next', words)
      const points = (clientX: number) => [{ clientX, clientY: 100 }]
      row.dispatchEvent(Object.assign(new Event('touchstart', { bubbles: true }), { touches: points(300) }))
      row.dispatchEvent(Object.assign(new Event('touchend', { bubbles: true }), { changedTouches: points(200) }))
    })
  await sweep('three')
  await tap('.swipe-action', '留存')
  expect([...kept.keys()]).toEqual([3])
  await sweep('two')
  await tap('.is-open-2 .swipe-action', '删除')
  expect([...removed]).toEqual([2])
  await undo()
  expect([...removed]).toEqual([])
})

test('a selection ends by back and by the cross, and does nothing while it is empty', async () => {
  for (const label of ['返回', '退出选择']) {
    await longPress('.msg-next', 'two')
    await tap('.sheet .li', '选择多条')
    await tap('.msg-next', 'two')
    expect(texts('.nav-title')).toEqual(['已选 0 条'])
    await tap('.tool', '删除')
    expect(texts('.nav-title')).toEqual(['已选 0 条'])
    await tap('.hit', label)
    expect(texts('.nav-title')).toEqual(['温室一号'])
  }
  expect(removed.size).toBe(0)
})

test('nothing is deleted where that cannot be stored', async () => {
  jest.spyOn(services.history, 'remove').mockRejectedValue(new AppError('storageFull'))
  await longPress('.msg-next', 'two')
  await tap('.sheet .li', '删除')
  expect(all('.msg-next')).toHaveLength(2)
  expect(useToast.getState().current?.action).toBeUndefined()
})
