import TestUtils from '@tarojs/test-utils-react'
import { reason, type Reason } from '@/core/session/reasons'
import { ReasonNotice } from './ReasonNotice'

const mount = async (why: Reason) => {
  const utils = new TestUtils()
  const paths: string[] = []
  await utils.mount(ReasonNotice, {
    props: {
      status: { name: 'blocked', reason: why, since: 0 },
      onPath: (path: string) => paths.push(path),
      onVersion: () => {},
      onClientId: () => {},
      onExamine: () => {},
    },
  })
  return { utils, paths, words: document.querySelector('.notice')?.textContent ?? '' }
}

test('a refused password says so, what to do, and the code', async () => {
  const { utils, words } = await mount(reason('badCredentials', { mqttCode: 0x86 }))
  expect(words).toContain('用户名或密码被拒绝')
  expect(words).toContain('重新填写用户名和密码')
  expect(words).toContain('0x86')
  utils.unmout()
})

test('an unexplained failure names its candidates, likeliest first, and mends a wrong path with one tap', async () => {
  const candidates: Reason['candidates'] = [{ code: 'wrongPath', path: '/mqtt' }, { code: 'unreachable' }]
  const { utils, paths, words } = await mount(reason('connectFailed', { candidates }))
  expect(words.indexOf('/mqtt 能握手')).toBeLessThan(words.indexOf('没有回应'))
  const fix = document.querySelector('.reason-fix')!
  await utils.act(() => {
    utils.fireEvent.click(fix)
  })
  expect(paths).toEqual(['/mqtt'])
  utils.unmout()
})
