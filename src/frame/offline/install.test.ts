import { keepOffline } from './install.h5'

class FakeWorker extends EventTarget {
  readonly heard: unknown[] = []
  state = 'installing'
  postMessage(data: unknown) {
    this.heard.push(data)
  }
  become(state: string) {
    this.state = state
    this.dispatchEvent(new Event('statechange'))
  }
}

class FakeRegistration extends EventTarget {
  waiting: FakeWorker | null = null
  installing: FakeWorker | null = null
  update(): FakeWorker {
    const worker = (this.installing = new FakeWorker())
    this.dispatchEvent(new Event('updatefound'))
    worker.become('installed')
    return worker
  }
}

class FakeContainer extends EventTarget {
  controller: FakeWorker | null = null
  readonly registration = new FakeRegistration()
  register = () => Promise.resolve(this.registration)
  takeOver(worker: FakeWorker) {
    worker.become('activated')
    this.controller = worker
    this.dispatchEvent(new Event('controllerchange'))
  }
}

let container: FakeContainer
let reloads: number
let offers: (() => void)[]
beforeEach(async () => {
  container = new FakeContainer()
  reloads = 0
  offers = []
  const define = (name: string, value: unknown) =>
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  define('navigator', { serviceWorker: container })
  define('location', { reload: () => (reloads += 1) })
  define('document', new EventTarget())
  await keepOffline((show) => offers.push(show))
  // the first visit
  container.takeOver(container.registration.update())
})

it('offers nothing on the first visit, and the next build once it is there', () => {
  expect(offers).toHaveLength(0)
  const next = container.registration.update()
  offers[0]?.()
  expect([next.heard, reloads]).toEqual([['activate'], 0])
  container.takeOver(next)
  expect(reloads).toBe(1)
})

it('that another tab has taken, is shown at the tap, in a tab of the first visit as well', () => {
  container.takeOver(container.registration.update())
  expect([offers.length, reloads]).toEqual([2, 0])
  offers[1]?.()
  expect(reloads).toBe(1)
  // a finger that was faster than the screen
  offers[0]?.()
  expect(reloads).toBe(2)
})
