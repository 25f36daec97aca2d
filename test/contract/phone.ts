import { startWeapp, type WeappHost } from '../support/weapp-host'
import { writeFixture } from '../support/weapp-host/fixture'
import type { DeviceOptions } from '../support/weapp-host/types'

export interface Phone {
  host: WeappHost
  /** the `wx` of the app's realm */
  wx: Record<string, unknown>
  dispose(): Promise<void>
}

/** A phone with an empty mini-program on it. */
export async function startPhone(device: Partial<DeviceOptions> = {}): Promise<Phone> {
  const fixture = writeFixture({})
  const host = await startWeapp({ directory: fixture.directory, device })
  return {
    host,
    wx: host.evaluate('wx') as Record<string, unknown>,
    async dispose() {
      await host.dispose()
      fixture.remove()
    },
  }
}

/** Loads a module afresh with Taro's functions being those of `wx`, as Taro makes them in a mini-program. */
export async function loadOnTaro<T>(wx: object, load: () => Promise<T>): Promise<T> {
  let loaded: Promise<T> | undefined
  await jest.isolateModulesAsync(async () => {
    jest.doMock('@tarojs/taro', () => ({ __esModule: true, default: wx }))
    loaded = load()
    await loaded
  })
  jest.dontMock('@tarojs/taro')
  if (!loaded) throw new Error('nothing was loaded')
  return loaded
}
