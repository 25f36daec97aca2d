import { platform } from './platform'

const page = (...classes: string[]) => `<div class="taro_page ${classes.join(' ')}"></div>`
const atRest = page('taro_page_stationed', 'taro_page_shade') + page('taro_page_stationed')
const sliding = page('taro_page_stationed') + page()

let heard = 0
beforeAll(() => {
  platform.layGround()
  // as the router does
  window.addEventListener('popstate', () => (heard += 1))
})
beforeEach(() => {
  jest.useFakeTimers()
  heard = 0
})
afterEach(() => {
  jest.useRealTimers()
  document.body.innerHTML = ''
})

const goBack = () => window.dispatchEvent(new PopStateEvent('popstate'))

it('the way back waits for a page that slides, once for all that came meanwhile', () => {
  document.body.innerHTML = sliding
  goBack()
  window.dispatchEvent(new HashChangeEvent('hashchange'))
  goBack()
  jest.advanceTimersByTime(200)
  expect(heard).toBe(0)
  document.body.innerHTML = atRest
  jest.advanceTimersByTime(20)
  expect(heard).toBe(1)
  jest.advanceTimersByTime(5_000)
  expect(heard).toBe(1)
})

it.each([
  ['a page that stands', atRest],
  ['no page yet', ''],
])('and is free over %s', (_, html) => {
  document.body.innerHTML = html
  goBack()
  expect(heard).toBe(1)
})

it('the event that follows one that was let through does not go back once more', () => {
  document.body.innerHTML = atRest
  goBack()
  document.body.innerHTML = sliding
  window.dispatchEvent(new HashChangeEvent('hashchange'))
  document.body.innerHTML = atRest
  jest.advanceTimersByTime(5_000)
  expect(heard).toBe(1)
})

it('and is not held for ever', () => {
  document.body.innerHTML = sliding
  goBack()
  jest.advanceTimersByTime(2_000)
  expect(heard).toBe(1)
})
