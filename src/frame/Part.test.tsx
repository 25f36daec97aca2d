import { View } from '@tarojs/components'
import TestUtils from '@tarojs/test-utils-react'
import { lazy } from 'react'
import { translator } from '@/i18n/t'
import { LanguageProvider } from '@/ui/language'
import { useToast } from '@/ui/toasts'
import { Part, tellUnfetched } from './Part.h5'

const unfetched = () => Object.assign(new Error('Loading chunk 7 failed.'), { name: 'ChunkLoadError' })
const Lost = lazy(() => Promise.reject<{ default: () => null }>(unfetched()))

test.each([
  ['zh-CN', '重新加载'],
  ['en', 'Reload'],
] as const)(
  'a part that cannot be fetched says so in its place, and what is around it stays (%s)',
  async (choice, words) => {
    const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const utils = new TestUtils()
    const App = () => (
      <LanguageProvider choice={choice}>
        <Part>
          <Lost />
        </Part>
        <View className="around">around</View>
      </LanguageProvider>
    )
    await utils.mount(App, { props: {} })
    await utils.act(() => new Promise((resolve) => setTimeout(resolve)))
    expect(document.body.textContent).toContain('around')
    expect(document.body.textContent).toContain(words)
    utils.unmout()
    quiet.mockRestore()
  },
)

test('a page that cannot be fetched is told, and nothing else that goes wrong', () => {
  const stop = tellUnfetched(translator('en'))
  const reject = (reason: unknown) => window.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }))
  reject(new Error('other'))
  expect(useToast.getState().current).toBeUndefined()
  reject(unfetched())
  expect(useToast.getState().current).toMatchObject({
    text: 'This part could not be loaded',
    action: { label: 'Reload' },
  })
  stop()
})
