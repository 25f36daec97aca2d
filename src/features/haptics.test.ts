import { feel } from './haptics'
import type { FakeServices } from './services.fake'
import { useSettings } from './settings/settings'

jest.mock('./services', () => ({
  services: jest.requireActual<Record<'fakeServices', () => unknown>>('./services.fake').fakeServices(),
}))
const mockVibrate = jest.fn()
jest.mock('@/services/device', () => ({ vibrate: (type: string): void => void mockVibrate(type) }))
const { services } = jest.requireMock<{ services: FakeServices }>('./services')

let now = 0
beforeEach(() => {
  mockVibrate.mockClear()
  now += 1_000_000
  jest.spyOn(services.clock, 'now').mockImplementation(() => now)
})
afterEach(() => {
  services.visibility.set(true)
  useSettings.setState({ hasHaptics: true })
})

it('is light for a touch and stronger for trouble, one a second at most', () => {
  feel('touch')
  now += 999
  feel('trouble')
  expect(mockVibrate.mock.calls).toEqual([['light']])
  now += 1
  feel('trouble')
  expect(mockVibrate.mock.calls).toEqual([['light'], ['medium']])
})

it('is nothing while the app is hidden, or when it is turned off', () => {
  services.visibility.set(false)
  feel('trouble')
  services.visibility.set(true)
  useSettings.setState({ hasHaptics: false })
  feel('touch')
  expect(mockVibrate).not.toHaveBeenCalled()
})
