import TestUtils from '@tarojs/test-utils-react'
import { useState, type ReactNode } from 'react'
import { isPasswordMissing } from '@/core/profile/profile'
import { newProfile, useConnections } from '@/features/connections/connections'
import { services } from '@/features/services'
import { LanguageProvider } from '@/ui/language'
import { useToast } from '@/ui/toasts'
import { Privacy } from './Privacy'

let utils: TestUtils
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const tap = async (selector: string, words: string) => {
  const node = all(selector).find((each) => each.textContent?.includes(words))
  if (!node) throw new Error(`nothing to tap says ${words}`)
  await utils.act(() => void utils.fireEvent.click(node))
}
async function settled(): Promise<void> {
  await utils.act(() => new Promise<void>((resolve) => setTimeout(resolve)))
}

async function open(passwords: readonly string[]) {
  const profiles = passwords.map((password, i) => ({
    ...newProfile('ws://h/'),
    ...{ id: `p${i}`, password, usesPassword: password !== '' },
  }))
  useConnections.setState({ load: 'ready', profiles, broken: [] })
  utils = new TestUtils()
  const Page = () => {
    const [sheet, setSheet] = useState<ReactNode>(null)
    return (
      <LanguageProvider choice="zh-CN">
        <Privacy onSheet={setSheet} />
        {sheet}
      </LanguageProvider>
    )
  }
  await utils.mount(Page, { props: {} })
}

afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
  localStorage.clear()
})

test('passwords are cleared after one question that names how many', async () => {
  await open(['a', 'b', ''])
  expect(all('.li').map((node) => node.textContent)).toEqual([
    '清除所有密码2 个连接',
    '导出全部配置不含密码',
    '抹掉全部数据',
  ])
  await tap('.li', '清除所有密码')
  expect(all('.sheet-title').map((node) => node.textContent)).toEqual(['清除 2 个连接的密码？'])
  await tap('.sheet .btn-target', '取消')
  expect(useConnections.getState().profiles.map(isPasswordMissing)).toEqual([false, false, false])
  await tap('.li', '清除所有密码')
  await tap('.sheet .btn-target', '清除')
  await settled()
  expect(useConnections.getState().profiles.map(isPasswordMissing)).toEqual([true, true, false])
  expect(useToast.getState().current?.text).toBe('密码已清除')
  expect(all('.li')[0]?.textContent).toBe('清除所有密码没有')
})

test('without a connection there may be saved messages to export', async () => {
  await open([])
  expect(all('.li-title').map((node) => node.textContent)).toContain('导出全部配置')
})

test('without any there is nothing to ask', async () => {
  await open([''])
  await tap('.li', '清除所有密码')
  expect(all('.sheet')).toEqual([])
})

test('everything goes after one question that names what; where the app cannot start anew it says what to do', async () => {
  const restart = jest.spyOn(services.restart, 'restart').mockReturnValue(false)
  await open(['a', ''])
  await tap('.li', '抹掉全部数据')
  expect(all('.confirm-text')[0]?.textContent).toContain('2 个连接，连同密码、消息、收藏、事件记录和设置')
  expect(restart).not.toHaveBeenCalled()
  await tap('.sheet .btn-target', '全部抹掉')
  await settled()
  expect(restart).toHaveBeenCalledTimes(1)
  expect(localStorage.getItem('homing:wipe')).toBe('true')
  expect(useToast.getState().current?.text).toBe('关掉归信，再打开时数据就抹掉了')
})
