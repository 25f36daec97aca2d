import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import { LanguageProvider } from './language'
import { NoConnection } from './NoConnection'

const utils = new TestUtils()
const asked: string[] = []
const text = (selector: string) =>
  Array.from(document.querySelectorAll(selector), (node) => node.textContent ?? '').join('|')
async function tap(words: string) {
  const button = Array.from(document.querySelectorAll('.empty .btn-target')).find((node) => node.textContent === words)
  if (!button) throw new Error(`no button ${words}`)
  await utils.act(() => void utils.fireEvent.click(button))
}

async function open(why: Parameters<typeof NoConnection>[0]['why']) {
  const Root = () => (
    <LanguageProvider choice="en">
      <NoConnection title="Chart" why={why} onRetry={(language) => asked.push(language)} />
    </LanguageProvider>
  )
  await utils.mount(Root, { props: {} })
}

afterEach(() => {
  utils.unmout()
  asked.length = 0
  jest.restoreAllMocks()
})

test('while the connections are read the page stands there, with places for what comes', async () => {
  await open('loading')
  expect(text('.nav-title')).toBe('Chart')
  expect(document.querySelector('.loading')?.getAttribute('aria-label')).toBe('Reading connections')
  expect(text('.empty')).toBe('')
})

test('a storage that cannot be read can be asked again', async () => {
  await open('failed')
  expect(text('.empty-title')).toBe('Cannot read saved connections')
  await tap('Retry')
  expect(asked).toEqual(['en'])
})

test.each([
  ['missing', 'No such connection'],
  ['broken', 'This connection cannot be read'],
] as const)('%s: says so, with the way to the list', async (why, title) => {
  const tabs: string[] = []
  jest.spyOn(Taro, 'getCurrentPages').mockReturnValue([])
  jest.spyOn(Taro, 'switchTab').mockImplementation(({ url }) => {
    tabs.push(url)
    return Promise.resolve({ errMsg: '' })
  })
  await open(why)
  expect(text('.empty-title')).toBe(title)
  await tap('Back')
  expect(tabs).toEqual(['/pages/connections/index'])
})
