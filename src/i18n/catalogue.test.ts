import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
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

type Words = Record<string, string>

const src = path.resolve(__dirname, '..')
const withWords = readdirSync(__dirname).filter((name) => existsSync(path.join(__dirname, name, 'words.ts')))

function load(name: string): { zhCN: Words; en: Words } {
  const { zhCN: zh } = jest.requireActual<{ zhCN: Words }>(`./${name}/zh-CN`)
  return { zhCN: zh, ...jest.requireActual<{ en: Words }>(`./${name}/en`) }
}

const parts: { [name: string]: { zhCN: Words; en: Words } } = { everywhere: { zhCN, en } }
const subpackages = withWords.filter((name) => name !== 'frame')
for (const name of withWords) parts[name] = load(name)

const rows: [key: string, zh: string, english: string][] = []
for (const part of Object.values(parts)) {
  for (const [key, zh] of Object.entries(part.zhCN)) rows.push([key, zh, part.en[key] ?? ''])
}

const params = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('every code of the core has words', () => {
  expect(allHaveWords).toBe(true)
  for (const code of Object.keys(reasonTable)) {
    expect(zhCN).toHaveProperty([`reason.${code}`])
    expect(zhCN).toHaveProperty([`reason.${code}.next`])
  }
})

test.each(rows)('%s says the same in both languages', (_key, zh, english) => {
  expect(english.trim()).not.toBe('')
  expect(zh.trim()).not.toBe('')
  expect(params(english)).toEqual(params(zh))
})

test('nobody shouts', () => {
  for (const [, zh, english] of rows) expect(zh + english).not.toMatch(/[!！]/)
})

test('a count of one has its own form in English', () => {
  const t = translator('en')
  expect(t('connections.count', { n: 1 })).toBe('1 connection')
  expect(t('connections.count', { n: 2 })).toBe('2 connections')
  expect(translator('zh-CN')('connections.count', { n: 1 })).toBe('1 个连接')
})

test('no word stands in two catalogues', () => {
  const keys = rows.map(([key]) => key)
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
})

const sources = (readdirSync(src, { recursive: true }) as string[])
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
  .map((name) => path.join(src, name))

/** Keys as they are written, and those that are put together: `error.${code}` asks for all of `error.`. */
function spokenIn(files: readonly string[]): (key: string) => boolean {
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  const written = new Set(text.match(/'[\w.-]+'/g) ?? [])
  const escaped = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const puzzles = (text.match(/`\w[\w.-]*\.(?:[\w.-]|\$\{[^}]*\})*`/g) ?? []).map((template) => {
    const parts = template.slice(1, -1).split(/\$\{[^}]*\}/)
    return new RegExp(`^${parts.map(escaped).join('[\\w-]+')}$`)
  })
  return (key) => written.has(`'${key}'`) || puzzles.some((puzzle) => puzzle.test(key))
}

test('every word is spoken somewhere', () => {
  const isCatalogue = (file: string) => /i18n[\\/](.*[\\/])?(zh-CN|en)\.ts$/.test(file)
  const isSpoken = spokenIn(sources.filter((file) => !isCatalogue(file)))
  expect(rows.map(([key]) => key).filter((key) => !isSpoken(key))).toEqual([])
})

test.each(subpackages)(
  'the words of %s are spoken by that subpackage alone, and each of its pages brings them',
  (name) => {
    const own = [path.join(src, 'subpackages', name) + path.sep, path.join(__dirname, name) + path.sep]
    const keys = Object.keys(parts[name]?.zhCN ?? {})
    const wrong: string[] = []
    for (const file of sources.filter((source) => !own.some((folder) => source.startsWith(folder)))) {
      const text = readFileSync(file, 'utf8')
      for (const key of keys) if (text.includes(`'${key}'`)) wrong.push(`${path.relative(src, file)}: ${key}`)
    }
    expect(wrong).toEqual([])
    for (const page of readdirSync(path.join(src, 'subpackages', name))) {
      const entry = path.join(src, 'subpackages', name, page, 'index.tsx')
      if (existsSync(entry)) expect(readFileSync(entry, 'utf8')).toContain(`import '@/i18n/${name}/words'`)
    }
  },
)
