import { keepScale } from './scale.h5'

const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1'
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15'
const android = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0'

it.each([
  ['an iPhone', phone, 5, true],
  ['an iPad', mac, 5, true],
  ['a Mac', mac, 0, false],
  ['Android, where it would forbid two fingers', android, 5, false],
])('%s', (_what, userAgent, maxTouchPoints, isLimited) => {
  Object.defineProperty(navigator, 'userAgent', { value: userAgent, configurable: true })
  Object.defineProperty(navigator, 'maxTouchPoints', { value: maxTouchPoints, configurable: true })
  document.head.innerHTML = '<meta name="viewport" content="width=device-width, initial-scale=1" />'
  keepScale()
  const { content } = document.querySelector<HTMLMetaElement>('meta')!
  expect(content).toBe(`width=device-width, initial-scale=1${isLimited ? ', maximum-scale=1' : ''}`)
})
