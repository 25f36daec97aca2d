import TestUtils from '@tarojs/test-utils-react'
import Taro from '@tarojs/taro'
import type { SavedMessage } from '@/core/collections/savedMessage'
import type { SessionStatus } from '@/core/session/states'
import { useCollections } from '@/features/collections/collections'
import { useMemory } from '@/features/collections/memory'
import { stopRepeat, useRepeat } from '@/features/collections/repeat'
import { newProfile, useConnections } from '@/features/connections/connections'
import { ScriptedSession } from '@/features/sessions/session.fake'
import { useSessions } from '@/features/sessions/sessions'
import { LanguageProvider } from '@/ui/language'
import { useToast } from '@/ui/toasts'
import SavedPage from '.'

const saved = (id: string, rest: Partial<SavedMessage>): SavedMessage => ({
  ...{ version: 1, id, name: id, folder: '', topic: `t/${id}`, payload: id, qos: 1, retain: false, mustConfirm: false },
  ...rest,
})
const messages = [
  saved('心跳', { folder: '温室', payload: '{"n":{{counter}}}' }),
  saved('风机', { folder: '温室', payload: '{"fan":{{风机: 1|2}},"speed":{{转速: 0..100}},"note":"{{备注}}"}' }),
  saved('重启', { folder: '产线', mustConfirm: true }),
  saved('清除', { payload: '', retain: true, qos: 0 }),
]
const connection = { protocolVersion: 5, keepAliveSeconds: 60, isServerKeepAlive: false, receiveMaximum: 20 } as const
const online: SessionStatus = { name: 'online', resumed: true, since: 0, connection }

let utils: TestUtils
let session: ScriptedSession
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
/** The storage answers in promises. */
async function act(work: () => void): Promise<void> {
  await utils.act(work)
  for (let step = 0; step < 20; step += 1) await Promise.resolve()
  await utils.act(() => undefined)
}
const tapNode = (node: Element | undefined) => act(() => void utils.fireEvent.click(node ?? document.body))
const tap = (selector: string, words: string) =>
  tapNode(all(selector).find((node) => node.textContent?.startsWith(words)))
const tapLabel = (label: string) => tapNode(all(`[aria-label="${label}"]`).find((node) => node.matches('[role]')))
const type = (label: string, value: string) => {
  const field = all('.field-input').find((node) => node.querySelector(`[aria-label="${label}"]`))
  return act(() => void field?.dispatchEvent(new CustomEvent('input', { detail: { value } })))
}
const toast = () => useToast.getState().current?.text

/** Taro's H5 components draw themselves some turns after they are mounted. */
async function fieldsDrawn(): Promise<void> {
  while (!all('.field-input').every((node) => node.querySelector('input'))) {
    await utils.act(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())))
  }
}

async function open(language: 'zh-CN' | 'en' = 'zh-CN') {
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice={language}>
      <SavedPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
}

beforeEach(() => {
  localStorage.clear()
  session = new ScriptedSession()
  session.change({ status: online })
  const profiles = ['p1', 'p2'].map((id) => ({ ...newProfile('ws://h:1/'), id, name: `连接 ${id}` }))
  useConnections.setState({ load: 'ready', profiles, broken: [] })
  useSessions.setState({ sessions: { p1: session } })
  useCollections.setState({ load: 'ready', messages, broken: [] })
  useMemory.setState({ version: 1, uses: {}, profileId: undefined })
})
afterEach(() => {
  stopRepeat()
  utils.unmout()
  useSessions.setState({ sessions: {} })
})

test('shows the messages of a folder, and finds by word', async () => {
  await open()
  expect(texts('.chip')).toEqual(['全部4', '温室2', '产线1'])
  expect(texts('.saved-facts')).toEqual(['QoS 1', 'QoS 1', 'QoS 1 · 发前确认', 'QoS 0 · 保留'])
  expect(texts('.saved-empty')).toEqual(['空载荷'])
  expect(texts('.saved-payload .tone-accent')[0]).toBe('{{counter}}')
  await tap('.chip-target', '温室')
  expect(texts('.saved-name')).toEqual(['心跳', '风机'])
  await tapLabel('搜索收藏')
  await fieldsDrawn()
  await type('搜索收藏', 'SPEED')
  expect(texts('.saved-name')).toEqual(['风机'])
  await type('搜索收藏', 'nowhere')
  expect(texts('.empty-title')).toEqual(['没有符合的收藏'])
})

test('one tap sends what asks nothing, filled in', async () => {
  await open()
  await tapLabel('发送 心跳')
  await tapLabel('发送 心跳')
  expect(session.published.map(({ topic, payload, qos }) => [topic, payload, qos])).toEqual([
    ['t/心跳', '{"n":1}', 1],
    ['t/心跳', '{"n":2}', 1],
  ])
  expect(toast()).toBe('心跳：发送中')
})

test('offline it queues, and says so', async () => {
  session.change({ status: { name: 'offline' } as SessionStatus })
  await open()
  await tapLabel('发送 清除')
  expect(session.published).toMatchObject([{ topic: 't/清除', payload: '', retain: true, queueOffline: true }])
  expect(toast()).toBe('没有连上，已排队，连上后发送')
})

test('asks for what it does not know, remembers the answers, and keeps a number in its range', async () => {
  await open()
  await tapLabel('发送 风机')
  await fieldsDrawn()
  await tap('.seg-option', '2')
  await type('备注', '"慢"')
  await type('转速', '100')
  expect(all('[aria-label="转速 加一"]')[0]?.getAttribute('aria-disabled')).toBe('true')
  await type('转速', '101')
  expect(texts('.send-preview')).toEqual(['转速: 填 0 到 100 的数字'])
  await tap('.btn-target', '发送')
  expect(session.published).toEqual([])
  await type('转速', '45')
  await tapLabel('转速 加一')
  expect(texts('.send-preview')).toEqual(['{"fan":2,"speed":46,"note":"\\"慢\\""}'])
  await tap('.btn-target', '发送')
  expect(session.published).toMatchObject([{ payload: '{"fan":2,"speed":46,"note":"\\"慢\\""}' }])
  await tapLabel('发送 风机')
  expect(texts('.send-preview')).toEqual(['{"fan":2,"speed":46,"note":"\\"慢\\""}'])
})

test('says what the topic may not be before it is sent: what was filled in stays', async () => {
  useCollections.setState({ messages: [saved('房间', { topic: 'dev/{{room}}/cmd', payload: '{{note}}' })] })
  await open()
  await tapLabel('发送 房间')
  await fieldsDrawn()
  expect([texts('.send-preview'), texts('.send-facts')]).toEqual([['还没填：room'], ['dev/{{room}}/cmd · QoS 1']])
  await type('room', '#')
  expect(texts('.send-preview')).toEqual(['发布的主题不能含 + 或 #'])
  await tap('.btn-target', '发送')
  expect([session.published, all('.sheet').length]).toEqual([[], 1])
  await type('room', '7')
  expect(texts('.send-preview')).toEqual(['空载荷'])
  await tap('.btn-target', '发送')
  expect(session.published).toMatchObject([{ topic: 'dev/7/cmd', payload: '' }])
})

test('a dangerous one is sent only after a second tap', async () => {
  await open('en')
  await tapLabel('Send 重启')
  expect([session.published, texts('.sheet .btn')]).toEqual([[], ['Send it']])
  await tap('.sheet .btn-target', 'Send it')
  expect(session.published).toHaveLength(1)
})

test('goes over the connection that was chosen, and remembers it', async () => {
  await open()
  expect(texts('.target')).toEqual(['发到连接 p1在线'])
  await tap('.target-tap', '发到')
  await tap('.sheet .li', '连接 p2')
  expect(texts('.target-name')).toEqual(['连接 p2'])
  expect(localStorage.getItem('homing:savedMessages/memory')).toContain('"profileId":"p2"')
  // it has no session yet
  await tapLabel('发送 心跳')
  expect([session.published, toast()]).toEqual([[], '这个连接没有打开'])
})

test('repeats with a count and a way to stop', async () => {
  await open()
  await act(() => void all('.saved-tap')[0]?.dispatchEvent(new CustomEvent('longpress')))
  await tap('.sheet .li', '重复发送')
  await tap('.sheet .btn-target', '开始重复发送')
  expect(texts('.repeat')[0]).toContain('每 5 秒发送一次心跳 · 已发 1 条')
  await tap('.repeat .btn-target', '停止')
  expect([texts('.repeat'), useRepeat.getState().running, session.published.length]).toEqual([[], undefined, 1])
})

test('deletes with an undo, moves, and makes a copy', async () => {
  for (const message of messages) localStorage.setItem(`homing:saved/${message.id}`, JSON.stringify(message))
  await open()
  const menu = async (name: string, words: string) => {
    const row = all('.saved-tap')[texts('.saved-name').indexOf(name)]
    await act(() => void row?.dispatchEvent(new CustomEvent('longpress')))
    await tap('.sheet .li', words)
  }
  await menu('风机', '删除')
  expect(texts('.saved-name')).toEqual(['心跳', '重启', '清除'])
  await act(() => useToast.getState().current?.action?.run())
  expect(texts('.saved-name')).toEqual(['心跳', '风机', '重启', '清除'])
  await menu('清除', '上移')
  expect(texts('.saved-name')).toEqual(['心跳', '风机', '清除', '重启'])
  await menu('心跳', '复制一份')
  expect(texts('.saved-name')).toEqual(['心跳', '心跳 副本', '风机', '清除', '重启'])
})

test('says what is empty, loading, failed or unreadable', async () => {
  const navigated = jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: '' })
  useCollections.setState({ messages: [] })
  await open()
  expect(texts('.empty-title')).toEqual(['还没有收藏'])
  await tap('.saved-first', '新建收藏')
  expect(navigated).toHaveBeenCalledWith({ url: '/subpackages/saved/edit/index' })
  navigated.mockRestore()
  await act(() => useCollections.setState({ broken: [{ key: 'saved/x', issue: 'version: 2' }] }))
  expect(texts('.saved-issue')).toEqual(['saved/x: version: 2'])
  await act(() => useCollections.setState({ load: { failed: 'storageFailed' } }))
  expect(texts('.notice-title')).toEqual(['读不出收藏'])
  await act(() => useCollections.setState({ load: 'loading' }))
  expect(all('[aria-label="正在读取收藏"]')).toHaveLength(1)
})
