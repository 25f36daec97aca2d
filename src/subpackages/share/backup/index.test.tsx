import TestUtils from '@tarojs/test-utils-react'
import { savedLimits } from '@/core/collections/savedMessage'
import { AppError } from '@/core/errors'
import { readImport } from '@/core/profile/importText'
import { useCollections } from '@/features/collections/collections'
import { newProfile, useConnections } from '@/features/connections/connections'
import { services } from '@/features/services'
import { clipboard } from '@/services/clipboard/clipboard'
import { fakeDocuments } from '@/services/documents/documents.fake'
import { LanguageProvider } from '@/ui/language'
import BackupPage from '.'

let utils: TestUtils
const documents = fakeDocuments()
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
async function settled(): Promise<void> {
  await utils.act(() => new Promise<void>((resolve) => setTimeout(resolve)))
}
async function tap(selector: string, words: string): Promise<void> {
  await utils.act(() => void utils.fireEvent.click(all(selector).find((node) => node.textContent?.includes(words))!))
  await settled()
}

async function open(count = 2, saved = 2) {
  const profiles = Array.from({ length: count }, (_, i) => ({
    ...newProfile('wss://mq.greenhouse.cn:8084/mqtt?key=opensesame'),
    ...{ name: `温室 ${i}`, username: 'alice', password: 'opensesame' },
  }))
  useConnections.setState({ load: 'ready', profiles, broken: [] })
  const plain = { version: 1 as const, folder: '', topic: 't', qos: 1 as const, retain: false, mustConfirm: false }
  const messages = [
    { ...plain, id: 'a', name: '开泵', payload: 'on' },
    { ...plain, id: 'b', name: '登录', payload: 'opensesame' },
  ].slice(0, saved)
  useCollections.setState({ load: 'ready', messages, broken: [] })
  await mount()
}

async function mount() {
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <BackupPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
  await settled()
}

beforeEach(() => {
  jest.spyOn(services.clock, 'now').mockReturnValue(new Date(2026, 2, 2, 12).getTime())
  documents.given.length = 0
  jest.spyOn(services.documents, 'create').mockImplementation((...args) => documents.create(...args))
})
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

// one end of a day is another day in UTC, unless the person lives by it
test.each([0, 23])('the file is named after the day that it is for the person, at %i:30 too', async (hour) => {
  jest.mocked(services.clock.now).mockReturnValue(new Date(2026, 2, 2, hour, 30).getTime())
  await open()
  await tap('.btn-target', '存成文件')
  expect(documents.given.map(({ name }) => name)).toEqual(['homing-2026-03-02.json'])
})

test('a file of all connections and saved messages is given at a tap, without a secret, and is read back', async () => {
  await open()
  expect(texts('.notice-title')).toEqual(['密码不在文件里', '1 条收藏的消息里有密码，没有放进来'])
  await tap('.btn-target', '存成文件')
  const [file] = documents.given
  expect(file?.name).toBe('homing-2026-03-02.json')
  expect(file?.text).not.toMatch(/opensesame|alice/)
  const reading = readImport(file?.text ?? '')
  if ('problem' in reading) throw new Error(reading.problem)
  expect(reading.offers.map(({ name }) => name)).toEqual(['温室 0', '温室 1'])
  expect(reading.messages.map(({ name }) => name)).toEqual(['开泵'])
})

test('saved messages can stay, and what is copied is the same', async () => {
  const copied: string[] = []
  jest.spyOn(clipboard, 'write').mockImplementation((text) => Promise.resolve(void copied.push(text)))
  await open()
  await utils.act(() => void utils.fireEvent.click(all('[role=switch]')[0]!))
  await settled()
  await tap('.btn-target', '复制')
  await tap('.btn-target', '存成文件')
  expect(documents.given.map(({ text }) => text)).toEqual(copied)
  expect(readImport(copied[0] ?? '')).toMatchObject({ source: 'file', messages: [] })
})

test('a disk that is full says so, and it can be tried again', async () => {
  jest.mocked(services.documents.create).mockRejectedValueOnce(new AppError('storageFull'))
  await open()
  expect(texts('.notice.is-bad .notice-title, .notice-bad .notice-title')).toHaveLength(1)
  await tap('.btn-target', '重试')
  await tap('.btn-target', '存成文件')
  expect(documents.given).toHaveLength(1)
})

test('the switch turned off and on again at once: what was thrown away is not given, the next file is', async () => {
  const { create } = documents
  let write = () => Promise.resolve()
  jest.mocked(services.documents.create).mockImplementation(async (...args) => {
    const document = await create(...args)
    let isGone = false
    return Object.assign(document, {
      write: (
        (whole) => (text: string) =>
          write().then(() => whole(text))
      )(document.write.bind(document)),
      discard: () => Promise.resolve(void (isGone = true)),
      give: ((whole) => () => (isGone ? Promise.reject(new Error('gone')) : whole()))(document.give.bind(document)),
    })
  })
  await open()
  let go = () => {}
  const held = new Promise<void>((resolve) => (go = resolve))
  write = () => held
  for (let i = 0; i < 2; i += 1) {
    await utils.act(() => void utils.fireEvent.click(all('[role=switch]')[0]!))
    await settled()
  }
  expect(all('.backup-give.is-disabled')).toHaveLength(1)
  go()
  await settled()
  await tap('.btn-target', '存成文件')
  expect(documents.given.map(({ text }) => readImport(text))).toMatchObject([{ messages: [{ name: '开泵' }] }])
})

test('what of an earlier file cannot be removed keeps no other from being written', async () => {
  const { create } = documents
  jest.mocked(services.documents.create).mockImplementation(async (...args) => {
    const document = await create(...args)
    return Object.assign(document, { discard: () => Promise.reject(new Error('locked')) })
  })
  jest.mocked(services.documents.create).mockRejectedValueOnce(new Error('unforeseen'))
  await open()
  await tap('.btn-target', '重试')
  await utils.act(() => void utils.fireEvent.click(all('[role=switch]')[0]!))
  await settled()
  await tap('.btn-target', '存成文件')
  expect(documents.given).toHaveLength(1)
})

test('with saved messages alone a file is made of them, and they cannot be left out', async () => {
  await open(0)
  expect(texts('.li-title')).toEqual(['收藏的消息'])
  expect(all('[role=switch]')).toEqual([])
  await tap('.btn-target', '存成文件')
  const file: unknown = JSON.parse(documents.given[0]?.text ?? '')
  expect(file).toMatchObject({
    connections: [],
    messages: [expect.arrayContaining(['开泵']), expect.arrayContaining(['登录'])],
  })
})

test('with nothing at all that is said', async () => {
  await open(0, 0)
  expect(texts('.empty-title')).toEqual(['还没有可导出的'])
})

test('there is no file before both are read, and where either cannot be, that is said with a way to try again', async () => {
  const keys = jest.spyOn(services.storage, 'keys').mockRejectedValue(new AppError('storageFailed'))
  const profiles = [newProfile('wss://mq.greenhouse.cn:8084/mqtt')]
  useConnections.setState({ load: 'ready', profiles, broken: [] })
  useCollections.setState({ load: 'loading', messages: [], broken: [] })
  await mount()
  expect(texts('.empty-title')).toEqual(['读不出收藏'])
  expect(all('.backup-give')).toEqual([])
  keys.mockResolvedValue([])
  await tap('.btn-target', '重试')
  expect(all('.backup-give')).toHaveLength(1)
  await utils.act(() => useConnections.setState({ load: { failed: 'storageFailed' } }))
  expect(texts('.empty-title')).toEqual(['读不到保存的连接'])
  expect(all('.backup-give')).toEqual([])
})

test('records that cannot be read are counted: they are not in the file', async () => {
  await open()
  const record = { key: 'k', issue: 'version: 9' }
  await utils.act(() => {
    useConnections.setState({ broken: [record] })
    useCollections.setState({ broken: [record, record] })
  })
  expect(texts('.notice-title')).toEqual(expect.arrayContaining(['1 个保存的连接读不出来', '2 条收藏读不出来']))
})

test('a will with a password in it is left out, and passwords that are not known here were not looked for: both are said', async () => {
  await open()
  expect(texts('.notice-title')).not.toContain('1 个遗嘱里有密码，没有放进来')
  const will = { mode: 'onLeave' as const, topic: 'w', qos: 1 as const, retain: true, delaySeconds: 5, online: '' }
  const [first, second] = useConnections.getState().profiles
  if (!first || !second) throw new Error('there are two')
  const profiles = [
    { ...first, will: { ...will, offline: 'opensesame' } },
    { ...second, password: '', usesPassword: true },
  ]
  await utils.act(() => useConnections.setState({ profiles }))
  expect(texts('.notice-title').slice(-2)).toEqual(['1 个遗嘱里有密码，没有放进来', '有 1 个连接的密码没法查'])
  await settled()
  await tap('.btn-target', '存成文件')
  expect(documents.given[0]?.text).not.toContain('opensesame')
})

test('a file that is too large to be taken in says so before it is handed over', async () => {
  await open()
  const [first] = useCollections.getState().messages
  if (!first) throw new Error('there are two')
  // in JSON each is two characters
  const payload = '"'.repeat(savedLimits.payload)
  const messages = Array.from({ length: 140 }, (_, i) => ({ ...first, id: `${i}`, payload }))
  await utils.act(() => useCollections.setState({ messages }))
  expect(texts('.notice-title')).toContain('文件太大，导入不了')
  await utils.act(() => void utils.fireEvent.click(all('[role=switch]')[0]!))
  expect(texts('.notice-title')).not.toContain('文件太大，导入不了')
})
