import TestUtils from '@tarojs/test-utils-react'
import { noPublishHistory } from '@/core/publish/history'
import { newProfile } from '@/features/connections/connections'
import { services } from '@/features/services'
import { useSettings } from '@/features/settings/settings'
import { rememberPublished } from '@/features/publish/published'
import { LanguageProvider } from '@/ui/language'
import { PublishBar } from './PublishBar'
import { usePublishDraft } from './usePublishDraft'

let utils: TestUtils
const all = (selector: string) => Array.from(document.querySelectorAll<HTMLElement>(selector))
const suggested = () => all('.msg-suggestion').map((row) => row.textContent)
async function fire(selector: string, type: string, detail = {}): Promise<void> {
  await utils.act(() => void all(selector)[0]!.dispatchEvent(new CustomEvent(type, { detail })))
}
async function tap(selector: string, index = 0): Promise<void> {
  await utils.act(() => void utils.fireEvent.click(all(selector)[index]!))
}

let lastProfile = 0
async function open(): Promise<string> {
  const profile = { ...newProfile('ws://127.0.0.1:1'), id: `bar${(lastProfile += 1)}` }
  const Bar = () => {
    const draft = usePublishDraft(profile)
    const nothing = () => undefined
    return (
      <PublishBar
        {...{ profileId: profile.id, draft }}
        isOnline
        onSend={nothing}
        onOptions={nothing}
        onLayout={nothing}
      />
    )
  }
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <Bar />
    </LanguageProvider>
  )
  utils = new TestUtils()
  await utils.mount(Page, { props: {} })
  return profile.id
}
async function settle(): Promise<void> {
  await utils.act(() => new Promise<void>((resolve) => setTimeout(resolve)))
}

afterEach(() => {
  utils.unmout()
  useSettings.setState({ remembersPublished: true })
})

it('suggests, in the field that is typed in, what was published before, and takes it at a tap', async () => {
  const id = await open()
  rememberPublished(id, 'site/1/fan', '{"on":true}')
  rememberPublished(id, 'site/2/fan', '1')
  await settle()
  expect(suggested()).toEqual([])
  await fire('.msg-publish-topic-input', 'focus')
  expect(suggested()).toEqual(['site/2/fan', 'site/1/fan'])
  await fire('.msg-publish-topic-input', 'input', { value: '/1/' })
  expect(suggested()).toEqual(['site/1/fan'])
  await tap('.msg-suggestion-choose')
  expect(suggested()).toEqual([])
  await fire('.msg-input', 'focus')
  expect(suggested()).toEqual(['{"on":true}'])
  await tap('.msg-suggestion-choose')
  expect(all('.msg-send.is-disabled')).toHaveLength(0)
  expect(all('.msg-option-chip.is-on').map((chip) => chip.textContent)).toContain('JSON')
})

it('forgets at a tap, for later runs as well', async () => {
  const id = await open()
  rememberPublished(id, 'a', '1')
  rememberPublished(id, 'b', '2')
  await settle()
  await fire('.msg-publish-topic-input', 'focus')
  await tap('.msg-suggestion .hit', 1)
  expect(suggested()).toEqual(['b'])
  await settle()
  expect(await services.storage.get(`published/${id}`)).toEqual({
    ...noPublishHistory,
    topics: ['b'],
    messages: [{ topic: 'b', payload: '2' }],
  })
})

it('remembers nothing that the person does not want remembered', async () => {
  const id = await open()
  useSettings.setState({ remembersPublished: false })
  rememberPublished(id, 'a', '1')
  await settle()
  await fire('.msg-publish-topic-input', 'focus')
  expect(suggested()).toEqual([])
  expect(await services.storage.get(`published/${id}`)).toBeUndefined()
})
