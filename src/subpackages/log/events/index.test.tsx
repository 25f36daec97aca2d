import { Current } from '@tarojs/runtime'
import TestUtils from '@tarojs/test-utils-react'
import { newProfile, useConnections } from '@/features/connections/connections'
import { addEvent, appLog, useEventLogs } from '@/features/log/eventLog'
import { clipboard } from '@/services/clipboard/clipboard'
import { LanguageProvider } from '@/ui/language'
import EventsPage from '.'

let utils: TestUtils
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
const withText = (selector: string, text: string) => all(selector).find((node) => node.textContent?.includes(text))!
async function tap(node: Element): Promise<void> {
  await utils.act(() => void utils.fireEvent.click(node))
}

async function open(params: Record<string, string>, language: 'zh-CN' | 'en' = 'zh-CN') {
  Current.router = { params, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice={language}>
      <EventsPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
}

beforeAll(() => Reflect.set(globalThis, 'HOMING_VERSION', '0.0.0-test'))
beforeEach(() => {
  const base = { username: 'alice', password: 'opensesame' }
  useConnections.setState({
    load: 'ready',
    profiles: [
      { ...newProfile('wss://mq.greenhouse.cn:8084/mqtt'), ...base, id: 'p1', name: '温室一号' },
      { ...newProfile('ws://127.0.0.1:1/'), id: 'p2', name: '泵房' },
    ],
    broken: [],
  })
  useEventLogs.setState({ logs: {} })
  addEvent(appLog, { name: 'started', version: '0.1.0' })
  addEvent('p1', { name: 'connected', resumed: true, protocolVersion: 5 })
  addEvent('p1', { name: 'granted', filter: 'greenhouse/+/alarm', asked: 2, granted: 1 })
  addEvent('p1', { name: 'publishRefused', topic: 'cmd/valve', mqttCode: 0x87, detail: 'says the broker' })
  addEvent('p2', { name: 'offline' })
})
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

test('the newest stands first, with its kind to filter by, and nothing of other connections', async () => {
  await open({ profile: 'p1' })
  expect(texts('.event-title')).toEqual(['发布被拒绝', '订阅成功', '会话已恢复', '归信启动'])
  expect(texts('.event-note')[0]).toBe('0x87 无发布权限 · cmd/valve · says the broker')
  expect(texts('.chip')).toEqual(['全部4', '出错2', '会话1', '订阅1', '发送1', '应用1'])
  await tap(withText('.chip-target', '出错'))
  expect(texts('.event-title')).toEqual(['发布被拒绝', '订阅成功'])
})

test('of all connections, each named; a report is made of one only', async () => {
  await open({}, 'en')
  expect(texts('.event-title')).toContain('No network')
  expect(texts('.event-note')).toContain('泵房')
  expect(all('.foot')).toHaveLength(0)
})

test('a connection that is gone, and one without events', async () => {
  await open({ profile: 'gone' })
  expect(texts('.empty-text')).toEqual(['它可能已经删除。'])
  utils.unmout()
  useEventLogs.setState({ logs: {} })
  await open({ profile: 'p1' })
  expect(texts('.empty-title')).toEqual(['还没有事件'])
})

test('the preview is what is copied, masked until the person shows it', async () => {
  const copied = jest.spyOn(clipboard, 'write').mockResolvedValue()
  await open({ profile: 'p1' })
  await tap(withText('.foot .btn-target', '生成诊断报告'))
  const preview = () => texts('.report-text')[0] ?? ''
  expect(preview()).toContain('wss://mq.g***e.cn:8084/mqtt')
  expect(preview()).toContain('t1/+/t2')
  expect(preview()).not.toMatch(/greenhouse|valve|alice|opensesame|says the broker/)
  await tap(withText('.btn-target', '复制'))
  expect(copied).toHaveBeenCalledWith(preview())
  for (const label of ['主题名', '服务器地址']) await tap(document.querySelector(`[aria-label="${label}"]`)!)
  expect(preview()).toContain('greenhouse/+/alarm')
  expect(preview()).toContain('wss://mq.greenhouse.cn:8084/mqtt')
  expect(preview()).not.toMatch(/alice|opensesame|says the broker/)
  await tap(document.querySelector('[aria-label="最近 4 条事件"]')!)
  expect(preview().split('\n')).toHaveLength(8)
})
