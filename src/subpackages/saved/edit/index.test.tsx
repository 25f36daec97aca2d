import { Current } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import type { SavedMessage } from '@/core/collections/savedMessage'
import { useCollections } from '@/features/collections/collections'
import { saveAsNew } from '@/features/collections/handover'
import { useToast } from '@/ui/toasts'
import { LanguageProvider } from '@/ui/language'
import SavedEditPage from '.'

const stop: SavedMessage = {
  ...{ version: 1, id: 'm', name: '停机', folder: '产线', topic: 'line/3', qos: 1, retain: false, mustConfirm: false },
  payload: '{ "id": 9007199254740993123, "name":"三号", "on":true, "at": {{now}} }',
}

let utils: TestUtils
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
async function act(work: () => void): Promise<void> {
  await utils.act(work)
  for (let step = 0; step < 20; step += 1) await Promise.resolve()
  await utils.act(() => undefined)
}
const tapNode = (node: Element | undefined) =>
  act(() => {
    utils.fireEvent.click(node ?? document.body)
  })
const tap = (selector: string, words: string) =>
  tapNode(all(selector).find((node) => node.textContent?.startsWith(words)))
const tapLabel = (label: string) => tapNode(all(`[aria-label="${label}"]`).find((node) => node.matches('[role]')))
const type = (label: string, value: string) => {
  const field = all('.field-input, .saved-edit-text').find((node) => node.querySelector(`[aria-label="${label}"]`))
  return act(() => {
    field?.dispatchEvent(new CustomEvent('input', { detail: { value, cursor: value.length } }))
  })
}
const save = () => tap('.foot .btn-target', '保存')
const kept = () => useCollections.getState().messages
const isDisabled = () => all('.foot .is-disabled').length === 1

/** Taro's H5 components draw themselves some turns after they are mounted. */
async function fieldsDrawn(): Promise<void> {
  while (!all('.field-input, .saved-edit-text').every((node) => node.querySelector('input, textarea'))) {
    await utils.act(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())))
  }
}

async function open(params: Record<string, string> = {}) {
  Current.router = { params, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <SavedEditPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
  await fieldsDrawn()
}

beforeEach(() => {
  localStorage.clear()
  jest.spyOn(Taro, 'getCurrentPages').mockReturnValue([])
  jest.spyOn(Taro, 'switchTab').mockResolvedValue({ errMsg: '' })
  jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: '' })
  useCollections.setState({ load: 'ready', messages: [stop], broken: [] })
})
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
})

test('the form changes one value and leaves the text around it alone', async () => {
  await open({ id: 'm' })
  expect(texts('.saved-edit-row .li-title').slice(2, 6)).toEqual(['id', 'name', 'on', 'at'])
  await tapLabel('id 加一')
  await tapLabel('on')
  await type('name', '四"号')
  await save()
  expect(kept()[0]?.payload).toBe('{ "id": 9007199254740993124, "name":"四\\"号", "on":false, "at": {{now}} }')
  expect(JSON.parse(localStorage.getItem('homing:saved/m') ?? '')).toEqual(kept()[0])
})

test('a number that is half typed does not break the payload', async () => {
  await open({ id: 'm' })
  await type('id', '1.')
  await type('id', '-')
  expect(texts('.saved-edit-row .li-title')).toContain('id')
  await type('id', '-2.5')
  await save()
  expect(kept()[0]?.payload).toContain('"id": -2.5,')
})

test('the text can be edited, and a variable inserted where the cursor was', async () => {
  await open({ id: 'm' })
  await tap('.seg-option', '原文')
  await fieldsDrawn()
  await type('内容', '{"n":')
  await tap('.saved-edit-variables', '变量')
  await tap('.sheet .li', '{{counter}}')
  await fieldsDrawn()
  expect(texts('.sheet')).toEqual([])
  await save()
  expect(kept()[0]?.payload).toBe('{"n":{{counter}}')
})

test('says what is wrong with a topic, a variable and an expiry, and does not save it', async () => {
  await open({ id: 'm' })
  await type('主题', 'a/#')
  expect([texts('.field-error'), isDisabled()]).toEqual([['发布的主题不能含 + 或 #'], true])
  await type('主题', 'a/{{b')
  expect(texts('.field-error')[0]).toContain('第 3 个字符')
  await type('主题', 'a/{{站点}}')
  expect([texts('.field-error'), isDisabled()]).toEqual([[], false])
  await type('有效期（秒）', '0')
  expect(isDisabled()).toBe(true)
  await type('有效期（秒）', '60')
  await save()
  expect(kept()[0]).toMatchObject({ topic: 'a/{{站点}}', expirySeconds: 60 })
})

test('a message that arrived is kept as it was, its braces and all, under the end of its topic', async () => {
  saveAsNew({ topic: 'site/1/cmd', payload: '{{now}}', qos: 2, retain: true }, false)
  await open()
  await save()
  const [message] = kept()
  expect(message).toMatchObject({ name: '1/cmd', payload: '{{{{now}}', qos: 2, retain: true, folder: '' })
  expect(kept()).toHaveLength(2)
})

test('asks before changes are lost, and can be told to delete with an undo', async () => {
  await open({ id: 'm' })
  await type('名称', '别的')
  await tapLabel('返回')
  expect(texts('.sheet-title')).toEqual(['放弃修改？'])
  await tap('.sheet .btn-target', '继续编辑')
  await tap('.li-centred', '删除收藏')
  expect(kept()).toEqual([])
  await act(() => useToast.getState().current?.action?.run())
  expect(kept()).toEqual([stop])
})

test('keeps what is typed when the storage is full, and says why', async () => {
  await open({ id: 'm' })
  await type('名称', '别的')
  const setItem = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError')
  })
  await save()
  setItem.mockRestore()
  expect(texts('.notice-title')).toEqual(['存储空间已满，没有保存'])
  expect(kept()).toEqual([stop])
})

test('says when there is no such message', async () => {
  await open({ id: 'gone' })
  expect(texts('.empty-title')).toEqual(['这条收藏不在了'])
})
