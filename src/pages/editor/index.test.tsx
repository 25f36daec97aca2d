import { Current } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import type { Profile } from '@/core/profile/profile'
import { changeProfile, newProfile, useConnections } from '@/features/connections/connections'
import { storeWhatIsSet } from '@/features/connections/stored.fake'
import { services } from '@/features/services'
import { LanguageProvider } from '@/ui/language'
import EditorPage from '.'

storeWhatIsSet()

let utils: TestUtils

const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
const cell = (words: string) => all('.li').find((node) => node.querySelector('.li-title')?.textContent === words)!
async function act(work: () => unknown): Promise<void> {
  await utils.act(work)
}
const tap = (node: Element) => act(() => void utils.fireEvent.click(node))
const type = (words: string, value: string) =>
  act(
    () =>
      void cell(words)
        .querySelector('.field-input')!
        .dispatchEvent(new CustomEvent('input', { detail: { value } })),
  )
const stored = () => useConnections.getState().profiles[0]!
const canSave = () => !all('.foot .btn-target')[1]!.classList.contains('is-disabled')
async function save() {
  jest.spyOn(Taro, 'getCurrentPages').mockReturnValue([])
  jest.spyOn(Taro, 'switchTab').mockResolvedValue({ errMsg: 'switchTab:ok' })
  const saved = new Promise<void>((resolve) => {
    const stop = useConnections.subscribe(() => {
      stop()
      resolve()
    })
  })
  await tap(all('.foot .btn-target')[1]!)
  await act(() => saved)
}

async function open(change: Partial<Profile> = {}, language: 'zh-CN' | 'en' = 'zh-CN') {
  const profile = { ...newProfile('ws://127.0.0.1:8083/mqtt'), id: 'p1', name: '温室', clientId: 'homing-1', ...change }
  useConnections.setState({ load: 'ready', profiles: [profile], broken: [] })
  Current.router = { params: { id: 'p1' }, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice={language}>
      <EditorPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
}

afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

test('the will and the rest stay folded, with what holds in one line', async () => {
  await open()
  expect(texts('.group-header')).not.toContain('遗嘱')
  expect(cell('高级').querySelector('.li-note')?.textContent).toBe('保留多久 1 天 · 遗嘱 从不')
  await tap(cell('高级'))
  expect(texts('.group-header')).toContain('遗嘱')
})

test('one tap makes a will that works, and the next saves it', async () => {
  await open()
  await tap(cell('高级'))
  await tap(cell('离线 2 分钟后报告'))
  await save()
  expect(stored().will).toEqual({
    mode: 'afterDelay',
    topic: 'status/homing-1',
    offline: 'offline',
    online: 'online',
    qos: 1,
    retain: true,
    delaySeconds: 120,
  })
})

test.each<[Partial<Profile>, string]>([
  [{ protocolVersion: 5 }, '暂停连接或关掉网页时发一条'],
  [{ protocolVersion: 4 }, '3.1.1 不能推迟：一断开就报告'],
])('what a preset means for %j is said plainly', async (change, words) => {
  await open(change)
  await tap(cell('高级'))
  expect(texts('.li-note')).toContain(words)
})

test('what is wrong with a will is said, opens the fold and stands in the way of saving', async () => {
  await open({
    will: {
      ...{ mode: 'afterDelay', topic: 'a/b', offline: 'off', online: '', qos: 0, retain: false, delaySeconds: 60 },
    },
  })
  await tap(cell('高级'))
  const problem = () => texts('.group-footer').join('|')
  await type('发到', 'a/#')
  expect([canSave(), problem()]).toEqual([false, expect.stringContaining('发布的主题不能含 + 或 #')])
  await type('发到', 'a/b')
  await type('推迟', '4')
  expect([canSave(), problem()]).toEqual([false, expect.stringContaining('推迟是 5 到 86400 秒的整数')])
  await type('推迟', '5')
  expect(canSave()).toBe(true)
  await tap(cell('高级'))
  expect(texts('.group-header')).not.toContain('遗嘱')
  await tap(cell('离开时保留会话').querySelector('[role=switch]')!)
  expect([canSave(), problem()]).toEqual([false, expect.stringContaining('推迟要靠服务器保留会话')])
  await tap(cell('3.1.1') ?? all('.seg-option')[0]!)
  // without a delay nothing has to be kept
  expect(canSave()).toBe(true)
})

test('how long a session is kept and what becomes of an unknown message are chosen from few', async () => {
  await open({}, 'en')
  await tap(cell('Advanced'))
  await tap(cell('Keep it for'))
  await tap(cell('7 days'))
  await tap(cell('When delivery is unknown'))
  await tap(cell('Send again'))
  await save()
  expect(stored()).toMatchObject({ sessionExpirySeconds: 604_800, unknownRule: 'resend', keepSession: true })
})

test('saving stores what was typed and nothing else: the session may have fallen back to 3.1.1 meanwhile', async () => {
  await open()
  await type('名称', '冷库')
  await act(() => changeProfile('p1', (profile) => ({ ...profile, protocolVersion: 4 })))
  await save()
  expect(stored()).toMatchObject({ name: '冷库', protocolVersion: 4 })
})

test('what is saved is there again where another tab has deleted it meanwhile', async () => {
  await open()
  await services.storage.remove('profile/p1')
  await type('名称', '温室二号')
  jest.spyOn(Taro, 'getCurrentPages').mockReturnValue([])
  const left = new Promise<void>((resolve) => {
    jest.spyOn(Taro, 'switchTab').mockImplementation(() => (resolve(), Promise.resolve({ errMsg: 'switchTab:ok' })))
  })
  await tap(all('.foot .btn-target')[1]!)
  await act(() => left)
  expect(useConnections.getState().profiles).toMatchObject([{ id: 'p1', name: '温室二号' }])
  expect(await services.storage.get('profile/p1')).toMatchObject({ name: '温室二号' })
})

test('a new client ID takes its status topic along, and asks first', async () => {
  await open({
    will: {
      mode: 'onLeave',
      topic: 'status/homing-1',
      offline: 'off',
      online: '',
      qos: 0,
      retain: false,
      delaySeconds: 60,
    },
  })
  await tap(cell('客户端 ID').querySelector('.hit')!)
  expect(texts('.confirm-text').join()).toContain('仍归原来的 ID')
  await tap(all('.confirm-buttons .btn-target')[1]!)
  await save()
  expect(stored().clientId).not.toBe('homing-1')
  expect(stored().will?.topic).toBe(`status/${stored().clientId}`)
})

const reach = () =>
  all('.li-reach').map((node) => [...node.querySelectorAll('.li-note, .tag')].map((n) => n.textContent))

test('says from where the address can be reached, and where the domain list decides', async () => {
  await open({ url: 'wss://mq.example.com:8084/mqtt' })
  expect(reach()).toEqual([
    ['发布者要把域名登记为合法域名', '要登记'],
    ['证书有效即可', '可用'],
  ])
})

test('of an address that cannot work it says what its best fix would reach', async () => {
  await open({ url: 'mqtt://192.168.1.20:1883' })
  expect(reach()).toEqual([
    ['局域网地址，需在同一 Wi-Fi', '可用'],
    ['从 https 打开的网页只能用 wss://', '受限'],
  ])
  expect(texts('.group-header')[0]).toBe('从哪里能连上改用 ws:// 后')
})

test('says nothing of what is no address', async () => {
  await open({ url: 'wss://' })
  expect(reach()).toEqual([])
})

test('what is typed is tested before it is saved, and only when it can be opened', async () => {
  const go = jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: 'navigateTo:ok' })
  await open()
  const button = () => all('.foot .btn-target')[0]!
  await type('名称', '冷库')
  await tap(button())
  expect(go).toHaveBeenCalledTimes(1)
  expect(go.mock.calls[0]?.[0].url).toContain('profile=unsaved')
  expect(stored().name).toBe('温室')
  await type('客户端 ID', '')
  await tap(button())
  expect([button().classList.contains('is-disabled'), go.mock.calls.length]).toEqual([true, 1])
})
