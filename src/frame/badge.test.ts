import { keepBadge } from './badge.h5'

let mockUnread = 0
let mockTell: () => void = () => undefined
const mockStopped = jest.fn()
jest.mock('@/features/messages/feed', () => ({
  unreadNow: () => mockUnread,
  onUnread: (listener: () => void) => {
    mockTell = listener
    return mockStopped as () => void
  },
}))

const shown: (number | 'none')[] = []
const able = {
  setAppBadge: (count: number) => Promise.resolve(void shown.push(count)),
  clearAppBadge: () => Promise.resolve(void shown.push('none')),
}
const come = (count: number) => {
  mockUnread += count
  mockTell()
}

beforeEach(() => {
  jest.useFakeTimers()
  shown.length = 0
  mockStopped.mockClear()
  mockUnread = 0
  mockTell = () => undefined
})
afterEach(() => {
  jest.useRealTimers()
  Reflect.deleteProperty(globalThis, 'navigator')
})
const browser = (navigator: object) =>
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })

test('the icon has what is unread, once a second at most, and nothing when it is read', () => {
  browser(able)
  const stop = keepBadge()
  expect(shown).toEqual(['none'])
  come(1)
  come(4)
  expect(shown).toEqual(['none'])
  jest.advanceTimersByTime(1_000)
  expect(shown).toEqual(['none', 5])
  come(0)
  jest.advanceTimersByTime(1_000)
  come(-5)
  jest.advanceTimersByTime(1_000)
  expect(shown).toEqual(['none', 5, 'none'])
  come(1)
  stop()
  jest.advanceTimersByTime(1_000)
  expect([shown.length, mockStopped.mock.calls.length]).toEqual([3, 1])
})

test('a browser that cannot, or refuses, is left alone', async () => {
  browser({})
  keepBadge()()
  expect(mockStopped).not.toHaveBeenCalled()
  browser({ setAppBadge: () => Promise.reject(new Error('no')), clearAppBadge: () => Promise.reject(new Error('no')) })
  const stop = keepBadge()
  come(2)
  jest.advanceTimersByTime(1_000)
  await Promise.resolve()
  stop()
})
