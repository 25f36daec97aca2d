import { platform } from './platform'

/** Whether a finger that does this taps nothing. */
function isLifted(type: string, fingers = 1): boolean {
  const event = new Event(type, { bubbles: true, cancelable: true })
  Object.assign(event, { touches: Array.from({ length: fingers }, () => ({})) })
  document.body.dispatchEvent(event)
  return event.defaultPrevented
}

const pressLong = () => {
  isLifted('touchstart')
  document.body.dispatchEvent(new Event('longpress', { bubbles: true }))
}

beforeAll(() => platform.liftLongPress())

it('the finger that has pressed long taps nothing when it is lifted, and the next one taps', () => {
  pressLong()
  expect(isLifted('touchend', 0)).toBe(true)
  isLifted('touchstart')
  expect(isLifted('touchend', 0)).toBe(false)
})

it.each([
  ['was lifted from what had gone', () => undefined],
  ['was taken by the system', () => void isLifted('touchcancel', 0)],
])('the next finger taps when the one that had pressed long %s', (_how, end) => {
  pressLong()
  end()
  isLifted('touchstart')
  expect(isLifted('touchend', 0)).toBe(false)
})

it('a second finger beside it does not let it tap', () => {
  pressLong()
  isLifted('touchstart', 2)
  expect(isLifted('touchend', 1)).toBe(true)
})
