import { screen } from './screen.h5'

interface Lock {
  isReleased: boolean
  release(): Promise<void>
}
const locks: Lock[] = []
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const held = () => locks.filter(({ isReleased }) => !isReleased).length

beforeAll(() => {
  const request = () => {
    const lock: Lock = {
      isReleased: false,
      release() {
        this.isReleased = true
        return Promise.resolve()
      },
    }
    locks.push(lock)
    return Promise.resolve(lock)
  }
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { wakeLock: { request } } })
  Object.defineProperty(globalThis, 'document', { configurable: true, value: page })
})

it('is kept on as long as anyone wants it, and taken again when the page is shown', async () => {
  const [first, second] = [screen.keepOn(), screen.keepOn()]
  await settle()
  expect(held()).toBe(1)
  first()
  first()
  await settle()
  expect(held()).toBe(1)
  // the browser takes it back from a page that is hidden
  for (const lock of locks) lock.isReleased = true
  page.dispatchEvent(new Event('visibilitychange'))
  await settle()
  expect(held()).toBe(1)
  second()
  await settle()
  expect(held()).toBe(0)
  page.dispatchEvent(new Event('visibilitychange'))
  await settle()
  expect(held()).toBe(0)
})

it('is let go of when it comes after nobody wants it any more', async () => {
  screen.keepOn()()
  await settle()
  expect(held()).toBe(0)
})
