import { fakeMemory } from '@/services/memory/memory.fake'
import type { MemoryPort } from '@/services/memory/types'
import { loadOnTaro, startPhone } from './phone'

interface Rig {
  port: MemoryPort
  warn(): Promise<void> | void
  dispose?(): Promise<void>
}

const rigs: Record<string, () => Promise<Rig>> = {
  fake() {
    const port = fakeMemory()
    return Promise.resolve({ port, warn: () => port.warn() })
  },
  async weapp() {
    const { host, wx, dispose } = await startPhone()
    const { memory: port } = await loadOnTaro(wx, () => import('@/services/memory/memory.weapp'))
    const warn = () => {
      host.memoryWarning(10)
      return host.advance(1)
    }
    return { port, warn, dispose }
  },
}

describe.each(Object.keys(rigs))('memory: %s', (name) => {
  let rig: Rig
  beforeEach(async () => {
    rig = await rigs[name]!()
  })
  afterEach(() => rig.dispose?.())

  it('tells every listener of each warning, and none that has left', async () => {
    const first = jest.fn()
    const second = jest.fn()
    const stopFirst = rig.port.onWarning(first)
    const stopSecond = rig.port.onWarning(second)
    await rig.warn()
    stopFirst()
    await rig.warn()
    expect(first).toHaveBeenCalledTimes(1)
    expect(second).toHaveBeenCalledTimes(2)
    stopSecond()
  })
})

it('a browser warns of nothing', async () => {
  const { memory } = await import('@/services/memory/memory.h5')
  const told = jest.fn()
  memory.onWarning(told)()
  expect(told).not.toHaveBeenCalled()
})
