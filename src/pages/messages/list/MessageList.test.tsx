import TestUtils from '@tarojs/test-utils-react'
import { LanguageProvider } from '@/ui/language'
import { platform } from '@/ui/platform'
import { MessageList } from './MessageList'
import type { Row } from './rows'

const rows: Row[] = [1, 2].map((id) => ({
  kind: 'sent',
  key: `s${id}`,
  message: {
    ...{ direction: 'sent', id, topic: 'a', payload: new Uint8Array(), qos: 0, retain: false, at: id },
    status: { name: 'sending' },
  },
}))

let utils: TestUtils
/** What is measured, points; undefined on a page that was left */
let below: number | undefined

beforeEach(() => {
  // jsdom has none
  HTMLElement.prototype.scrollIntoView = () => undefined
  jest.useFakeTimers({ doNotFake: ['requestAnimationFrame', 'queueMicrotask', 'nextTick'] })
  jest.spyOn(platform, 'measureBelow').mockImplementation((_list, _end, tell) => below === undefined || tell(below))
})
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
  jest.useRealTimers()
})

async function open() {
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice="zh-CN">
      <MessageList
        {...{ profileId: 'p', hasLog: false, isShown: () => true, rows, jump: 0, layout: '' }}
        draw={(row: Row) => row.key}
        onRows={() => undefined}
      />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
}

/** Where the list was told to go, last */
const place = () => document.querySelector('.msg-scroll')?.getAttribute('scroll-into-view')
const calm = async () => {
  await utils.act(() => void jest.advanceTimersByTime(1_000))
}

test.each([
  ['that did not get to the end is told once more', 140, true],
  ['at the end is left alone', 0, false],
  ['of a page that was left is left alone', undefined, false],
])('a list %s', async (_, measured, isToldAgain) => {
  below = measured
  await open()
  const before = place()
  expect(before).toMatch(/-end-[01]$/)
  await calm()
  expect(place() !== before).toBe(isToldAgain)
})
