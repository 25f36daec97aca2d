import TestUtils from '@tarojs/test-utils-react'
import type { VaultReach } from '@/core/profile/vaultReach'
import { newProfile, useConnections } from '@/features/connections/connections'
import { storeWhatIsSet } from '@/features/connections/stored.fake'
import { services } from '@/features/services'
import { LanguageProvider } from '@/ui/language'
import { PasswordPrompt } from './PasswordPrompt'

storeWhatIsSet()

let utils: TestUtils
let edits = 0
const one = (selector: string) => document.querySelector(selector)
async function act(work: () => unknown): Promise<void> {
  await utils.act(work)
}

async function open(username: string, reach: VaultReach = { kind: 'choice' }) {
  jest.spyOn(services.vault, 'reach').mockReturnValue(reach)
  const profile = { ...newProfile('ws://h/'), id: 'p', username, usesPassword: true }
  useConnections.setState({ load: 'ready', profiles: [profile], broken: [] })
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <PasswordPrompt profile={profile} onEdit={() => (edits += 1)} onLayout={() => undefined} />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
}

const type = (value: string) =>
  act(() => one('.field-input')?.dispatchEvent(new CustomEvent('input', { detail: { value } })))
const tap = (selector: string) =>
  act(() => {
    const node = one(selector)
    if (!node) throw new Error(`no ${selector}`)
    utils.fireEvent.click(node)
  })
const saved = () =>
  new Promise<void>((resolve) => {
    const stop = useConnections.subscribe(() => {
      stop()
      resolve()
    })
  })

afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
  sessionStorage.clear()
  localStorage.clear()
})

test('has one field and one button, which does nothing while there is nothing to connect with', async () => {
  await open('alice')
  await tap('.msg-password-connect')
  expect(useConnections.getState().profiles[0]?.password).toBe('')
  await type('opensesame')
  const done = saved()
  await tap('.msg-password-connect')
  await act(() => done)
  await done
  expect(useConnections.getState().profiles[0]).toMatchObject({ password: 'opensesame', keepsPassword: false })
  expect(JSON.stringify(localStorage)).not.toContain('opensesame')
})

test('keeps it when that is chosen, and says what that means', async () => {
  await open('alice')
  const set = jest.spyOn(services.vault, 'set').mockResolvedValue()
  expect(document.body.textContent).toContain('关闭标签页就忘掉')
  await tap('[role=switch]')
  expect(document.body.textContent).toContain('加密保存在这台设备的浏览器里')
  await type('opensesame')
  const done = saved()
  await tap('.msg-password-connect')
  await done
  expect(set).toHaveBeenCalledWith('p', 'opensesame', true)
})

test.each([
  [{ kind: 'session', why: 'insecureContext' } as const, '不是 https'],
  [{ kind: 'session', why: 'oldWeChat' } as const, '这个版本的微信'],
  [{ kind: 'kept' } as const, '加密保存在这台手机'],
])('offers nothing where there is no choice: %j', async (reach, words) => {
  await open('alice', reach)
  expect(one('[role=switch]')).toBeNull()
  expect(document.body.textContent).toContain(words)
})

test('without a user name leads to where both are filled in', async () => {
  await open('')
  expect(one('.field-input')).toBeNull()
  await tap('.btn-target')
  expect(edits).toBe(1)
})
