import { fakeNetwork } from '@/services/network/network.fake'
import type { NetworkPort, NetworkStatus } from '@/services/network/types'
import { loadOnTaro, startPhone, type Phone } from './phone'

interface Rig {
  port: NetworkPort
  set(status: NetworkStatus): void
  dispose?(): Promise<void>
}

/** What of a browser the adapter sees. `connection` is Chromium's only. */
function browser(connection?: EventTarget & { type?: string }) {
  const page = { window: new EventTarget(), navigator: { onLine: true, connection } }
  for (const [key, value] of Object.entries(page)) Object.defineProperty(globalThis, key, { value, configurable: true })
  return page
}

const h5 = async () => (await import('@/services/network/network.h5')).network
const weapp = async (wx: object) => (await loadOnTaro(wx, () => import('@/services/network/network.weapp'))).network

const change = ({ host }: Phone, { isOnline, type }: NetworkStatus) =>
  host.network({ isConnected: isOnline, networkType: type === 'wifi' ? 'wifi' : '4g' })

const rigs: Record<string, () => Promise<Rig>> = {
  fake() {
    const port = fakeNetwork()
    return Promise.resolve({ port, set: (status) => port.set(status) })
  },
  async h5() {
    const connection = Object.assign(new EventTarget(), { type: 'wifi' })
    const { window, navigator } = browser(connection)
    const set = ({ isOnline, type }: NetworkStatus) => {
      const wasOnline = navigator.onLine
      Object.assign(navigator, { onLine: isOnline })
      Object.assign(connection, { type })
      if (wasOnline === isOnline) connection.dispatchEvent(new Event('change'))
      else window.dispatchEvent(new Event(isOnline ? 'online' : 'offline'))
    }
    return { port: await h5(), set }
  },
  async weapp() {
    const phone = await startPhone()
    const port = await weapp(phone.wx)
    // the answer of wx.getNetworkType
    await new Promise<void>((resolve) => {
      const stop = port.onChange(() => {
        stop()
        resolve()
      })
    })
    return { port, set: (status) => change(phone, status), dispose: phone.dispose }
  },
}

const wifi = { isOnline: true, type: 'wifi' }
const mobile = { isOnline: true, type: '4g' }
const none = { isOnline: false, type: 'none' }

describe.each(Object.keys(rigs))('network: %s', (name) => {
  let rig: Rig
  beforeEach(async () => {
    rig = await rigs[name]!()
  })
  afterEach(() => rig.dispose?.())

  it('tells what it is, and each change with the state already changed', () => {
    const { port } = rig
    expect(port.current()).toEqual(wifi)
    const told: [NetworkStatus, NetworkStatus][] = []
    const stop = port.onChange((status) => told.push([status, port.current()]))
    for (const status of [mobile, none, wifi]) rig.set(status)
    expect(told).toEqual([
      [mobile, mobile],
      [none, none],
      [wifi, wifi],
    ])
    stop()
  })

  it('knows what happened while nobody listened', () => {
    rig.set(none)
    expect(rig.port.current()).toEqual(none)
  })

  it('tells none that has left', () => {
    const listener = jest.fn()
    const other = jest.fn()
    const stop = rig.port.onChange(listener)
    const stopOther = rig.port.onChange(other)
    stop()
    rig.set(none)
    expect(listener).not.toHaveBeenCalled()
    expect(other).toHaveBeenCalledTimes(1)
    stopOther()
  })
})

it('H5 without the Network Information API knows online from offline', async () => {
  const { window, navigator } = browser()
  const network = await h5()
  const told: NetworkStatus[] = []
  const stop = network.onChange((status) => told.push(status))
  navigator.onLine = false
  window.dispatchEvent(new Event('offline'))
  stop()
  expect(told).toEqual([{ isOnline: false, type: 'unknown' }])
})

describe('WeChat’s first answer', () => {
  /** a `wx` whose answer the test gives */
  function asking() {
    let answer: (result: { networkType: string }) => void = () => undefined
    let refuse: (error: unknown) => void = () => undefined
    let tell: (change: { isConnected: boolean; networkType: string }) => void = () => undefined
    let show: () => void = () => undefined
    const wx = {
      onAppShow: (listener: typeof show) => (show = listener),
      onNetworkStatusChange: (listener: typeof tell) => (tell = listener),
      getNetworkType: () =>
        new Promise((resolve, reject) => {
          answer = resolve
          refuse = reject
        }),
    }
    const answered = () => new Promise((resolve) => setImmediate(resolve))
    return {
      wx,
      show: () => show(),
      tell: (status: Parameters<typeof tell>[0]) => tell(status),
      answer: (networkType: string) => (answer({ networkType }), answered()),
      refuse: () => (refuse({ errMsg: 'getNetworkType:fail' }), answered()),
    }
  }

  it('is asked for again when the app is shown: what changed in a freeze may never be told', async () => {
    const { wx, answer, show } = asking()
    const network = await weapp(wx)
    await answer('none')
    const told = jest.fn()
    network.onChange(told)
    show()
    await answer('wifi')
    expect(told.mock.calls).toEqual([[wifi]])
    show()
    await answer('wifi')
    expect(told).toHaveBeenCalledTimes(1)
  })

  it('is told, online or not', async () => {
    const { wx, answer } = asking()
    const network = await weapp(wx)
    expect(network.current()).toEqual({ isOnline: true, type: 'unknown' })
    const told = jest.fn()
    network.onChange(told)
    await answer('none')
    expect(told.mock.calls).toEqual([[none]])
  })

  it('comes too late where the network has changed meanwhile', async () => {
    const { wx, answer, tell } = asking()
    const network = await weapp(wx)
    tell({ isConnected: false, networkType: 'none' })
    await answer('wifi')
    expect(network.current()).toEqual(none)
  })

  it('is not told to one that has left', async () => {
    const { wx, answer } = asking()
    const network = await weapp(wx)
    const told = jest.fn()
    network.onChange(told)()
    await answer('wifi')
    expect(told).not.toHaveBeenCalled()
  })

  it('may fail: an attempt will tell', async () => {
    const { wx, refuse } = asking()
    const network = await weapp(wx)
    await refuse()
    expect(network.current()).toEqual({ isOnline: true, type: 'unknown' })
  })
})
