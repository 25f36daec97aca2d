import { Current } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import { newProfile, useConnections } from '@/features/connections/connections'
import { AppError } from '@/core/errors'
import { services } from '@/features/services'
import { dataParameter, shareProfile } from '@/core/profile/share'
import { savedLimits } from '@/core/collections/savedMessage'
import { exportText } from '@/core/profile/exportFile'
import { useCollections } from '@/features/collections/collections'
import { useToast } from '@/ui/toasts'
import { openImport } from '@/features/transfer/offers'
import { fakeDocuments } from '@/services/documents/documents.fake'
import { LanguageProvider } from '@/ui/language'
import ImportPage from '.'

let utils: TestUtils
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
const withText = (selector: string, text: string) => all(selector).find((node) => node.textContent?.includes(text))!
async function tap(node: Element): Promise<void> {
  await utils.act(() => void utils.fireEvent.click(node))
}

async function open(params: Record<string, string> = {}) {
  Current.router = { params, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <ImportPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
}

const shared = () => {
  const profile = { ...newProfile('wss://mq.greenhouse.cn:8084/mqtt'), name: '温室一号', password: 'opensesame' }
  const subscriptions = ['a', 'b'].map((filter) => ({ filter, qos: 1 as const, alias: '', color: 0, isEnabled: true }))
  return { profile, data: dataParameter(shareProfile({ ...profile, subscriptions }, { hasSubscriptions: true })) }
}
const stored = () => useConnections.getState().profiles

beforeEach(() => {
  useConnections.setState({ load: 'ready', profiles: [], broken: [] })
  jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: '' })
  jest.spyOn(Taro, 'switchTab').mockResolvedValue({ errMsg: '' })
})
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

test('a preview stores nothing; saved it has a client ID of its own, what was ticked, and does not connect', async () => {
  const { profile, data } = shared()
  await open({ data })
  expect(texts('.offer-name')).toEqual(['温室一号'])
  expect(texts('.offer-fact-value')[0]).toBe('wss://mq.greenhouse.cn:8084/mqtt')
  expect(texts('.notice-title')).toEqual(['还差用户名和密码'])
  expect(stored()).toEqual([])
  await tap(all('.offer-sub')[1]!)
  const saved = new Promise<void>((resolve) => useConnections.subscribe(() => resolve()))
  await tap(withText('.btn-target', '只保存'))
  await utils.act(() => saved)
  expect(stored()).toMatchObject([{ name: '温室一号', isPaused: true, password: '', subscriptions: [{ filter: 'a' }] }])
  expect(stored()[0]?.clientId).not.toBe(profile.clientId)
})

const plain = { name: 'n', folder: '', topic: 't', payload: 'p', qos: 1 as const, retain: false, mustConfirm: false }
const saved = () => useCollections.getState().messages
const press = async (words: string) => {
  const done = new Promise<void>((resolve) => useToast.subscribe(() => resolve()))
  await tap(withText('.btn-target', words))
  await utils.act(() => done)
}

test('saved messages that came with it are counted first, and kept with it', async () => {
  const { profile } = shared()
  const { version, data } = shareProfile(profile, {
    hasSubscriptions: false,
    messages: [plain, { ...plain, name: 'm' }],
  })
  useCollections.setState({ load: 'ready', messages: [{ ...plain, version: 1, id: 'own' }], broken: [] })
  await open({ data: `${version}.${data}` })
  expect(texts('.offer-count')).toEqual(['2 条'])
  expect(texts('.group-footer').join()).toContain('1 条已经有了')
  expect(saved()).toHaveLength(1)
  await press('只保存')
  expect(saved().map(({ name }) => name)).toEqual(['n', 'm'])
  expect(stored()).toHaveLength(1)
})

test('they can stay away, and do when there is no room', async () => {
  const { profile } = shared()
  const sharedTwo = shareProfile(profile, { hasSubscriptions: false, messages: [plain] })
  const full = Array.from({ length: savedLimits.messages }, (_, i) => ({
    ...plain,
    name: '',
    version: 1 as const,
    id: `${i}`,
  }))
  useCollections.setState({ load: 'ready', messages: full, broken: [] })
  await open({ data: dataParameter(sharedTwo) })
  expect(all('[role=switch]')).toEqual([])
  expect(texts('.group-footer').join()).toContain('还放得下 0 条')
  await press('只保存')
  expect(saved()).toHaveLength(savedLimits.messages)
  expect(stored()).toHaveLength(1)
})

test('a file of ours: many connections are drawn by and by, and all are stored with their messages', async () => {
  const profiles = Array.from({ length: 70 }, (_, i) => ({ ...shared().profile, name: `温室 ${i}` }))
  useCollections.setState({ load: 'ready', messages: [], broken: [] })
  openImport(exportText(profiles, [plain]))
  await open()
  expect(all('.li-address')).toHaveLength(30)
  await tap(withText('.li', '再看 40 个'))
  expect(all('.li-address')).toHaveLength(60)
  await press('存下 70 个，不连接')
  expect(stored()).toHaveLength(70)
  expect(saved().map(({ name }) => name)).toEqual(['n'])
})

test('of a file that was stored in part, the rest is stored at the next press, and nothing twice', async () => {
  const profiles = Array.from({ length: 4 }, (_, i) => ({ ...shared().profile, name: `温室 ${i}` }))
  openImport(exportText(profiles, []))
  await open()
  const { set } = services.storage
  let room = 3
  jest.spyOn(services.storage, 'set').mockImplementation((key, value) => {
    if (key.startsWith('profile/') && room-- <= 1) return Promise.reject(new AppError('storageFull'))
    return set(key, value)
  })
  await press('存下 4 个，不连接')
  expect(stored()).toHaveLength(2)
  jest.mocked(services.storage.set).mockRestore()
  // what is stored is not opened, or it could be stored again
  expect(texts('.li-value')).toEqual(['已存下', '已存下'])
  await tap(all('.li-address')[0]!)
  expect(all('.offer-name')).toEqual([])
  await tap(all('.li-address')[3]!)
  expect(texts('.offer-name')).toEqual(['温室 3'])
  await tap(all('[aria-label=返回]')[0]!)
  await press('存下 2 个，不连接')
  expect(stored().map(({ name }) => name)).toEqual(profiles.map(({ name }) => name))
})

test('what was decided about a file stays when one of it was looked at', async () => {
  const profiles = Array.from({ length: 40 }, (_, i) => ({ ...shared().profile, name: `温室 ${i}` }))
  useCollections.setState({ load: 'ready', messages: [], broken: [] })
  openImport(exportText(profiles, [plain]))
  await open()
  await tap(withText('.li', '再看 10 个'))
  await tap(all('[role=switch]')[0]!)
  await tap(all('.li-address')[35]!)
  expect(texts('.offer-name')).toEqual(['温室 35'])
  await tap(all('[aria-label=返回]')[0]!)
  expect(all('.li-address')).toHaveLength(40)
  expect(all('.switch.is-on')).toEqual([])
})

test('the saved messages of a file are offered with one of its connections, too', async () => {
  useCollections.setState({ load: 'ready', messages: [], broken: [] })
  openImport(exportText([shared().profile, { ...shared().profile, name: '温室二号' }], [plain]))
  await open()
  await tap(all('.li-address')[1]!)
  expect(texts('.offer-count')).toEqual(['1 条'])
  await press('只保存')
  expect(stored().map(({ name }) => name)).toEqual(['温室二号'])
  expect(saved().map(({ name }) => name)).toEqual(['n'])
})

test('a file of saved messages alone is one, too', async () => {
  useCollections.setState({ load: 'ready', messages: [{ ...plain, version: 1, id: 'own' }], broken: [] })
  openImport(exportText([], [plain, { ...plain, name: 'm' }]))
  await open()
  expect(texts('.li-value')).toEqual(['2 条'])
  expect(saved()).toHaveLength(1)
  await press('收藏 1 条')
  expect(saved().map(({ name }) => name)).toEqual(['n', 'm'])
  expect(Taro.switchTab).toHaveBeenCalledWith({ url: '/pages/saved/index' })
  expect(useToast.getState().current?.text).toBe('已收藏 1 条')
  // there is nothing left to do
  expect(all('.foot')).toEqual([])
})

test('taken in again on the phone it comes from, a message that named a client ID is not kept twice', async () => {
  const { profile } = shared()
  const own = { ...plain, topic: `cmd/${profile.clientId}` }
  useConnections.setState({ profiles: [profile] })
  useCollections.setState({ load: 'ready', messages: [{ ...own, version: 1, id: 'own' }], broken: [] })
  openImport(exportText([profile], [own, plain]))
  await open()
  expect(texts('.group-footer').join()).toContain('1 条已经有了')
  await press('只保存')
  expect(saved().map(({ topic }) => topic)).toEqual([own.topic, 't'])
})

test('what a file has that is of no use is said of one with a single connection, too', async () => {
  openImport('{"homing":1,"connections":[{"a":"wss://h/","z":1},2],"messages":[7]}')
  await open()
  expect(texts('.offer-ignored')).toEqual(['z · connections[1] · messages[0]'])
})

test('stored together, those that need a login ask for it when they are to connect', async () => {
  const { profile } = shared()
  openImport(exportText([profile, { ...profile, password: '', username: 'alice' }, { ...profile, password: '' }], []))
  await open()
  await press('存下 3 个，不连接')
  expect(stored().map(({ usesPassword = false }) => usesPassword)).toEqual([true, true, false])
})

test('a file that has a link in one of its messages is opened as the file', async () => {
  const { profile, data } = shared()
  openImport(exportText([profile, profile], [{ ...plain, payload: `homing:${data.replace('.', '?')}` }]))
  expect(Taro.navigateTo).toHaveBeenCalledWith({ url: '/subpackages/share/import/index' })
  await open()
  expect(all('.li-address')).toHaveLength(2)
})

test('a file that is cut says so', async () => {
  openImport(exportText([shared().profile], []).slice(0, 60))
  await open()
  expect(texts('.notice-title')).toEqual(['文件不完整'])
})

const chooseFile = async (content: string) => {
  const documents = fakeDocuments()
  documents.offered = { name: 'homing.json', content }
  const pick = jest.spyOn(services.documents, 'pick').mockImplementation((...args) => documents.pick(...args))
  await open()
  await tap(withText('.btn-target', '选 JSON 文件'))
  await utils.act(async () => void (await pick.mock.results[0]?.value))
  while (all('.offer-ways').length > 0 && texts('.notice-title').length === 0) {
    await utils.act(() => new Promise<void>((resolve) => setTimeout(resolve)))
  }
}
const many = (count: number, letter: string) =>
  Array.from({ length: count }, (_, i) => ({ ...plain, name: `${i}`, payload: letter.repeat(savedLimits.payload) }))

test('a chosen file may have as many characters as one that is pasted, however many bytes they are', async () => {
  useCollections.setState({ load: 'ready', messages: [], broken: [] })
  await chooseFile(exportText([shared().profile], many(90, '温')))
  expect(texts('.offer-count')).toEqual(['90 条'])
})

test('of an export of ours that is too large it is said what to do', async () => {
  await chooseFile(exportText([shared().profile], many(140, '"')))
  expect(texts('.notice-title')).toEqual(['文件太大'])
  expect(all('.notice')[0]?.textContent).toContain('收藏的消息')
})

test('the first press goes to what is missing', async () => {
  const scrolled = jest.fn()
  // jsdom has no layout
  Reflect.set(Element.prototype, 'scrollIntoView', scrolled)
  await open({ data: shared().data })
  await tap(withText('.btn-target', '填写并连接'))
  expect(scrolled).toHaveBeenCalledTimes(1)
  expect(stored()).toEqual([])
})

test('nothing can be stored before the stored connections are read', async () => {
  useConnections.setState({ load: 'loading' })
  await open({ data: shared().data })
  expect(withText('.offer-save', '只保存').classList.contains('is-disabled')).toBe(true)
})

test('a raw TCP port has to be mended first, with a tap', async () => {
  openImport(JSON.stringify([{ name: '旧', host: 'h.cn', port: 1883, protocol: 'mqtt', ca: 'PEM' }]))
  await open()
  expect(withText('.offer-save', '只保存').classList.contains('is-disabled')).toBe(true)
  expect(texts('.offer-ignored')).toEqual(['ca'])
  await tap(all('.hint-fix .btn-target')[0]!)
  expect(texts('.offer-fact-value')[0]).toBe('wss://h.cn:8084/mqtt')
  expect(withText('.offer-save', '只保存').classList.contains('is-disabled')).toBe(false)
})

test('what cannot be read is said, with what to do', async () => {
  await open({ data: '3.abc' })
  expect(texts('.notice-title')).toEqual(['来自更新版本的归信'])
  utils.unmout()
  openImport('hello')
  await open()
  expect(texts('.notice-title')).toEqual(['没有认出连接'])
  utils.unmout()
  await open()
  expect(texts('.notice-title')).toEqual([])
})
