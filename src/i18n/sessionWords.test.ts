import { reason, type Candidate } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'
import { reasonWords, stateWords } from './sessionWords'
import { translator } from './t'

const zh = translator('zh-CN')
const en = translator('en')
const waiting = (waitMs: number): SessionStatus => ({
  ...{ name: 'waiting', reason: reason('connectFailed'), attempt: 2, since: 1_000, retryAt: 1_000 + waitMs },
})

test('advice fits the number of candidates: an order needs two', () => {
  const next = (...candidates: Candidate[]) =>
    [en, zh].map((t) => reasonWords(reason('connectFailed', { candidates }), t).next)
  expect(next({ code: 'rawTcp' }, { code: 'unreachable' })).toEqual([
    'The platform gave no cause. Check in this order, likeliest first:',
    '平台没有给出原因。按可能性从高到低检查：',
  ])
  expect(next({ code: 'unreachable' })).toEqual([
    'The platform gave no cause. The likely one:',
    '平台没有给出原因。可能是：',
  ])
  expect(next()).toEqual([
    'The platform gave no cause. Check address, port and path, and that the broker is running.',
    '平台没有给出原因。检查地址、端口和路径，以及服务器是否在运行。',
  ])
})

test('waits too short to count read as one retry with the attempts between them', () => {
  const attempt: SessionStatus = { name: 'connecting', attempt: 3, since: 0 }
  for (const status of [waiting(250), waiting(2_999), attempt]) {
    expect(stateWords(status, zh, 1_000)).toMatchObject({ kind: 'retry', word: '正在重试' })
  }
  // in the list the reason stands beside it through all of them
  const lastReason = reason('connectFailed')
  for (const status of [waiting(250), attempt]) {
    expect(stateWords(status, zh, 1_000, { lastReason }).detail).toBe('连接失败')
  }
  expect(stateWords(waiting(3_000), zh, 1_000).word).toBe('3 秒后重试')
  expect(stateWords({ ...attempt, attempt: 1 }, zh, 0).word).toBe('正在连接')
})
