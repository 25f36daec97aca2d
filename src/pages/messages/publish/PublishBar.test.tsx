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
/** A key in a field that has the suggestions. @returns whether the field itself is not to have it */
async function press(key: string, chord: KeyboardEventInit = {}): Promise<boolean> {
  const field = document.createElement('textarea')
  field.setAttribute('aria-controls', all('.msg-suggestions')[0]!.id)
  document.body.append(field)
  const event = new KeyboardEvent('keydown', { key, ...chord, bubbles: true, cancelable: true })
  await utils.act(() => void field.dispatchEvent(event))
  field.remove()
  return event.defaultPrevented
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

describe('by the keyboard', () => {
  async function reachPayloads(): Promise<void> {
    const id = await open()
    rememberPublished(id, 'cmd', '{"on":1}')
    rememberPublished(id, 'cmd', '{"on":0}')
    await settle()
    await fire('.msg-publish-topic-input', 'input', { value: 'cmd' })
    await fire('.msg-input', 'focus')
    expect(await press('ArrowDown')).toBe(true)
    expect(reached()).toEqual(['{"on":0}'])
  }
  const reached = () => all('.msg-suggestion-choose.is-at').map((row) => row.textContent)
  const payload = () => all('.msg-input')[0]!.getAttribute('value')

  it('Enter takes what the arrow keys have reached', async () => {
    await reachPayloads()
    expect(await press('Enter')).toBe(true)
    expect(payload()).toBe('{"on":0}')
  })

  it.each([
    ['it was put away', () => press('Escape')],
    ['the field was left', () => fire('.msg-input', 'blur')],
    ['another was chosen', () => tap('.msg-suggestion-choose', 1)],
    ['more was typed', () => fire('.msg-input', 'input', { value: '{"' })],
  ])('nothing is reached any more once %s: Enter is a new line again', async (_what, happens) => {
    await reachPayloads()
    await happens()
    expect(reached()).toEqual([])
    await fire('.msg-input', 'focus')
    expect(reached()).toEqual([])
    await fire('.msg-input', 'input', { value: '{' })
    expect(suggested()).toEqual(['{"on":0}', '{"on":1}'])
    expect(reached()).toEqual([])
    expect(await press('Enter')).toBe(false)
    expect(payload()).toBe('{')
  })

  it('what is reached stays so when the same list is made anew', async () => {
    await reachPayloads()
    await tap('.msg-option', 0)
    expect(reached()).toEqual(['{"on":0}'])
  })

  it('Shift and an arrow select text', async () => {
    await reachPayloads()
    expect(await press('ArrowDown', { shiftKey: true })).toBe(false)
    expect(reached()).toEqual(['{"on":0}'])
  })
})
