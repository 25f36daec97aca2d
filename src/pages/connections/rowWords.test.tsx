import { reason } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'
import { stateWords } from '@/i18n/sessionWords'
import { translator } from '@/i18n/t'
import { rowWords } from './rowWords'

const zh = translator('zh-CN')
const en = translator('en')
const connection = { protocolVersion: 5, keepAliveSeconds: 60, isServerKeepAlive: false, receiveMaximum: 20 } as const
const quiet = { ratePerSecond: 0, unread: 0 }
const words = (status: SessionStatus, feed: Parameters<typeof rowWords>[2], t = zh) =>
  rowWords('温室一号', stateWords(status, t, 1_000), feed, 1_000, t)

test('a row reads as one sentence', () => {
  const { sentence } = words(
    { name: 'online', resumed: true, since: 0, connection },
    { ratePerSecond: 4.2, unread: 12 },
  )
  expect(sentence).toBe('温室一号，在线，4.2 条/秒，12 条未读')
})

test('a wait counts down and says why', () => {
  const status: SessionStatus = {
    name: 'waiting',
    reason: reason('connectTimeout'),
    attempt: 3,
    since: 0,
    retryAt: 8_400,
  }
  expect(words(status, quiet)).toMatchObject({ word: '8 秒后重试', detail: '连接超时' })
})

test('what needs a person says why, alone where both do not fit', () => {
  const status: SessionStatus = { name: 'blocked', reason: reason('badCredentials'), since: 0 }
  expect(words(status, quiet)).toMatchObject({ word: '需要处理', detail: '用户名或密码被拒绝' })
  const english = words(status, quiet, en)
  expect(english).toMatchObject({ word: 'Login refused' })
  expect(english.detail).toBeUndefined()
})
