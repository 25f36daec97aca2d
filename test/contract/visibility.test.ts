import type { VisibilityPort } from '@/services/visibility/types'
import { fakeVisibility } from '@/services/visibility/visibility.fake'
import { loadOnTaro, startPhone } from './phone'

interface Rig {
  port: VisibilityPort
  hide(): void
  show(): Promise<void> | void
  dispose?(): Promise<void>
}

/** What of a page an adapter sees. */
class DocumentDouble extends EventTarget {
  visibilityState = 'visible'
}

function h5Page() {
  const page = { document: new DocumentDouble(), window: new EventTarget() }
  Object.assign(globalThis, page)
  const set = (state: string) => {
    page.document.visibilityState = state
    page.document.dispatchEvent(new Event('visibilitychange'))
  }
  return { ...page, set }
}

const rigs: Record<string, () => Promise<Rig>> = {
  fake() {
    const port = fakeVisibility()
    return Promise.resolve({ port, hide: () => port.set(false), show: () => port.set(true) })
  },
  async h5() {
    const page = h5Page()
    const { visibility: port } = await import('@/services/visibility/visibility.h5')
    return { port, hide: () => page.set('hidden'), show: () => page.set('visible') }
  },
  async weapp() {
    const { host, wx, dispose } = await startPhone()
    const { visibility: port } = await loadOnTaro(wx, () => import('@/services/visibility/visibility.weapp'))
    return { port, hide: () => host.hide({ killAfterMs: Infinity }), show: () => host.show(), dispose }
  },
}

describe.each(Object.keys(rigs))('visibility: %s', (name) => {
  let rig: Rig
  beforeEach(async () => {
    rig = await rigs[name]!()
  })
  afterEach(() => rig.dispose?.())

  it('is visible at the start, and tells each change with the state already changed', async () => {
    const { port } = rig
    expect(port.isVisible()).toBe(true)
    const told: [boolean, boolean][] = []
    const stop = port.onChange((isVisible) => told.push([isVisible, port.isVisible()]))
    rig.hide()
    await rig.show()
    rig.hide()
    expect(told).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ])
    stop()
  })

  it('knows what happened while nobody listened', async () => {
    rig.hide()
    expect(rig.port.isVisible()).toBe(false)
    await rig.show()
    expect(rig.port.isVisible()).toBe(true)
  })

  it('tells every listener, and none that has left', async () => {
    const first = jest.fn()
    const second = jest.fn()
    const stopFirst = rig.port.onChange(first)
    const stopSecond = rig.port.onChange(second)
    rig.hide()
    stopFirst()
    await rig.show()
    expect(first.mock.calls).toEqual([[false]])
    expect(second.mock.calls).toEqual([[false], [true]])
    stopSecond()
  })
})

describe('an H5 page', () => {
  it('is hidden once, however many events say so, and back from the page cache', async () => {
    const page = h5Page()
    const { visibility } = await import('@/services/visibility/visibility.h5')
    const told: boolean[] = []
    const stop = visibility.onChange((isVisible) => told.push(isVisible))
    page.set('hidden')
    page.window.dispatchEvent(new Event('pagehide'))
    page.document.dispatchEvent(new Event('freeze'))
    expect(told).toEqual([false])
    page.document.visibilityState = 'visible'
    page.document.dispatchEvent(new Event('resume'))
    page.window.dispatchEvent(new Event('pageshow'))
    expect(told).toEqual([false, true])
    stop()
  })
})
