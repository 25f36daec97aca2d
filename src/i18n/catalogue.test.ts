import { reasonTable, type ReasonCode, type Candidate } from '@/core/session/reasons'
import type { ErrorCode } from '@/core/errors'
import type { AddressProblem } from '@/core/profile/address'
import type { TopicProblemCode } from '@/core/topic/validate'
import type { MessageKey } from './catalogue'
import { en } from './en'
import { zhCN } from './zh-CN'
import { translator } from './t'

/** Every code has words: a code without is an error of this assignment. */
type WordsFor =
  | `reason.${ReasonCode}`
  | `reason.${ReasonCode}.next`
  | `candidate.${Candidate['code']}`
  | `error.${ErrorCode}`
  | `error.${ErrorCode}.next`
  | `address.${AddressProblem}`
  | `address.${AddressProblem}.why`
  | `subs.problem.${TopicProblemCode}`
const allHaveWords: WordsFor extends MessageKey ? true : false = true

const params = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('every code of the core has words', () => {
  expect(allHaveWords).toBe(true)
  for (const code of Object.keys(reasonTable)) {
    expect(zhCN).toHaveProperty([`reason.${code}`])
    expect(zhCN).toHaveProperty([`reason.${code}.next`])
  }
})

test.each(Object.keys(zhCN) as MessageKey[])('%s says the same in both languages', (key) => {
  expect(en[key].trim()).not.toBe('')
  expect(zhCN[key].trim()).not.toBe('')
  expect(params(en[key])).toEqual(params(zhCN[key]))
})

test('nobody shouts', () => {
  for (const text of [...Object.values(zhCN), ...Object.values(en)]) expect(text).not.toMatch(/[!！]/)
})

test('a count of one has its own form in English', () => {
  const t = translator('en')
  expect(t('connections.count', { n: 1 })).toBe('1 connection')
  expect(t('connections.count', { n: 2 })).toBe('2 connections')
  expect(translator('zh-CN')('connections.count', { n: 1 })).toBe('1 个连接')
})
