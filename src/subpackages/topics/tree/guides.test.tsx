import TestUtils from '@tarojs/test-utils-react'
import fs from 'node:fs'
import path from 'node:path'
import type { BranchRow } from '@/features/topics/rows'
import { LanguageProvider } from '@/ui/language'
import { TopicRowView } from './TopicRowView'

const css = fs.readFileSync(path.join(__dirname, 'index.css'), 'utf8')

/** Where the picture of a row's lines begins anew, in points */
function periodOf(selector: string): number {
  const block = css.slice(css.indexOf(`\n${selector} {`)).split('}')[0] ?? ''
  const ends = /repeating-linear-gradient\([\s\S]*?transparent (\d+)px\s*\)/.exec(block)
  return Number(ends?.[1])
}

it.each([
  [false, '.topics-row'],
  [true, '.topics-row.is-narrow'],
])('a row has one line for each level above it, narrow: %s', async (isNarrow, selector) => {
  const row: BranchRow = {
    kind: 'topic',
    key: 'a/b/c/d',
    path: 'a/b/c/d',
    depth: 3,
    name: 'd',
    fold: undefined,
    isFlat: false,
    isUnread: false,
    count: 1,
    ratePerSecond: 0,
    value: undefined,
  }
  const nothing = () => undefined
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <TopicRowView {...{ row, isNarrow }} isSelected={false} onTap={nothing} onMenu={nothing} />
    </LanguageProvider>
  )
  const utils = new TestUtils()
  await utils.mount(Page, { props: {} })
  const drawn = document.querySelector<HTMLElement>('.topics-row')
  expect(parseFloat(drawn?.style.backgroundSize ?? '') / 3).toBe(periodOf(selector))
  utils.unmout()
})
