import { Current } from '@tarojs/runtime'
import TestUtils from '@tarojs/test-utils-react'
import { readImport } from '@/core/profile/importText'
import { useCollections } from '@/features/collections/collections'
import { newProfile, useConnections } from '@/features/connections/connections'
import { clipboard } from '@/services/clipboard/clipboard'
import { LanguageProvider } from '@/ui/language'
import SharePage from '.'

let utils: TestUtils
const copied: string[] = []
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
async function tap(node: Element | undefined): Promise<void> {
  await utils.act(() => void utils.fireEvent.click(node!))
}
const message = (name: string, payload = 'p') => ({
  ...{ version: 1 as const, id: name, name, folder: '', topic: 't', payload, qos: 1 as const },
  ...{ retain: false, mustConfirm: false },
})

async function open(messages: ReturnType<typeof message>[], isAlone = true) {
  const profile = {
    ...newProfile('wss://mq.greenhouse.cn:8084/mqtt'),
    id: 'p1',
    name: '温室一号',
    password: 'opensesame',
  }
  const other = { ...newProfile('wss://h/'), id: 'p2', clientId: 'homing-def456def456', password: 'swordfish' }
  const unknown = { ...newProfile('wss://h/'), id: 'p3', usesPassword: true }
  const profiles = isAlone ? [profile] : [profile, other, unknown]
  useConnections.setState({ load: 'ready', profiles, broken: [] })
  useCollections.setState({ load: 'ready', messages, broken: [] })
  Current.router = { params: { profile: 'p1' }, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <SharePage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
}

async function link() {
  await tap(all('.btn-target').find((node) => node.textContent?.includes('复制链接')))
  const reading = readImport(copied[copied.length - 1] ?? '')
  if ('problem' in reading) throw new Error(reading.problem)
  return reading
}

beforeEach(() => {
  copied.length = 0
  jest.spyOn(clipboard, 'write').mockImplementation((text) => Promise.resolve(void copied.push(text)))
})
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

test('saved messages go along when a person says so', async () => {
  await open([message('开泵'), message('关泵')])
  expect(texts('.li-title')).toEqual(['收藏的消息'])
  expect(texts('.share-count')).toEqual(['2 条'])
  expect((await link()).messages).toEqual([])
  await tap(all('[role=switch]')[0])
  expect((await link()).messages.map(({ name }) => name)).toEqual(['开泵', '关泵'])
  expect(texts('.notice-title')).toEqual(['密码不在二维码里'])
})

test('what does not fit into the code is counted, and is in the link; what holds the password is in neither', async () => {
  await open([message('短'), message('长', 'x'.repeat(2_000)), message('密', '{"key":"opensesame"}')])
  await tap(all('[role=switch]')[0])
  expect(texts('.notice-title')).toEqual([
    '密码不在二维码里',
    '二维码放不下，少了 1 条收藏的消息',
    '1 条收藏的消息里有密码，没有放进来',
  ])
  expect((await link()).messages.map(({ name }) => name)).toEqual(['短', '长'])
})

test('what another connection keeps secret stays, and what could not be looked for is said', async () => {
  await open([message('a'), message('b', 'swordfish'), message('c', 'homing-def456def456')], false)
  await tap(all('[role=switch]')[0])
  expect(texts('.notice-title')).toEqual([
    '密码不在二维码里',
    '1 条收藏的消息里有密码，没有放进来',
    '1 条收藏的消息里有别的连接的客户端 ID，没有放进来',
    '有 1 个连接的密码没法查',
  ])
  expect((await link()).messages.map(({ name }) => name)).toEqual(['a'])
  await utils.act(() => useConnections.setState({ broken: [{ key: 'profile/p4', issue: 'version: 9' }] }))
  expect(texts('.notice-title').pop()).toBe('有 2 个连接的密码没法查')
})

test('of two hundred long ones the link has some, and a file is offered for all', async () => {
  await open(Array.from({ length: 200 }, (_, i) => message(`m${i}`, 'x'.repeat(30_000))))
  await tap(all('[role=switch]')[0])
  expect(texts('.notice-title').join()).toContain('链接也太长，少了 199 条收藏的消息')
  expect((await link()).messages).toHaveLength(1)
})
