import type { Clock } from '@/services/session/config'
import { weappSocket } from '@/services/socket/socket.weapp'
import type { WxSockets } from '@/services/socket/wxSocket'
import { fakeNetwork } from '@/services/network/network.fake'
import { fakeVisibility } from '@/services/visibility/visibility.fake'
import { startWeapp, type NetworkType, type WeappHost } from '../support/weapp-host'
import { writeFixture } from '../support/weapp-host/fixture'
import type { SeededRandom } from '../support/weapp-host/random'
import { Belongings, type Device, type KeptEvents, type Life } from './device'
import { fastClock } from './fastClock'

/** As WeChat does it, 5 s after the hide; its own clock goes faster, so the system's does, too. */
const SOCKETS_DIE_AFTER_MS = 5_000
const FREEZE_AFTER_MS = 5_200
const LATE_CLOSE_AFTER_MS = 3_000

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html */
const MAX_SOCKETS = 5

interface WxApp extends WxSockets {
  onAppShow(listener: () => void): void
  onAppHide(listener: () => void): void
  onNetworkStatusChange(listener: (status: { isConnected: boolean; networkType: string }) => void): void
}

/** The one `wx` that the adapter knows: whose phone it is stands in the port, for each has a proxy of its own. */
const phones = new Map<string, () => WxApp>()
const wx: WxSockets = {
  connectSocket: (option) => phones.get(new URL(option.url).port)?.().connectSocket(option),
}

/** A phone with WeChat: the mini-program's socket adapter and a session on the host's `wx`, timers and freezes. */
export async function weappDevice(url: string, speed: number, random: SeededRandom): Promise<Device> {
  Object.assign(globalThis, { wx })
  const fixture = writeFixture({})
  const host = await startWeapp({ directory: fixture.directory, seed: random.below(0x7fffffff) })
  const device = new WeappDevice(host, speed, random)
  phones.set(new URL(url).port, () => device.wx)
  return Object.assign(device, { dispose: () => host.dispose().finally(() => fixture.remove()) })
}

class WeappDevice {
  readonly kind = 'weapp'
  private readonly belongings: Belongings
  private readonly originMs: number
  private life: Life

  constructor(
    private readonly host: WeappHost,
    private readonly speed: number,
    random: SeededRandom,
  ) {
    this.belongings = new Belongings(random)
    this.originMs = host.now()
    this.life = this.beginLife()
  }

  get wx(): WxApp {
    return this.host.evaluate('wx') as WxApp
  }

  services(events: KeptEvents) {
    return this.belongings.services(weappSocket, MAX_SOCKETS, this.life, events)
  }

  hide(sockets: Parameters<Device['hide']>[0], halfOpen: boolean): void {
    this.host.hide({
      sockets,
      halfOpen,
      killAfterMs: SOCKETS_DIE_AFTER_MS / this.speed,
      lateMs: LATE_CLOSE_AFTER_MS / this.speed,
      freezeAfterMs: FREEZE_AFTER_MS / this.speed,
    })
  }

  async show(awayMs: number): Promise<void> {
    this.belongings.hurry(true)
    await this.host.advance(awayMs / this.speed)
    this.belongings.hurry(false)
    await this.host.show()
  }

  network(isConnected: boolean, networkType: string): void {
    // what the system says of its types is what the caller names
    this.host.network({
      isConnected,
      networkType: networkType as NetworkType,
      sockets: isConnected ? 'alive' : 'silent',
    })
  }

  async kill(): Promise<void> {
    this.belongings.kill()
    await this.host.destroy()
  }

  async start(): Promise<void> {
    await this.host.coldStart()
    this.life = this.beginLife()
  }

  private beginLife(): Life {
    const { wx: app, host } = this
    const visibility = fakeVisibility()
    const network = fakeNetwork()
    app.onAppShow(() => visibility.set(true))
    app.onAppHide(() => visibility.set(false))
    app.onNetworkStatusChange(({ isConnected, networkType }) =>
      network.set({ isOnline: isConnected, type: networkType }),
    )
    return { visibility, network, clock: fastClock(realmClock(host), this.speed, this.originMs) }
  }
}

/** The realm's own timers: they stand still while it is frozen and end with it. */
function realmClock(host: WeappHost): Clock {
  const set = host.evaluate('setTimeout') as (run: () => void, delayMs: number) => number
  const clear = host.evaluate('clearTimeout') as (id: number) => void
  return {
    now: () => host.now(),
    setTimer(run, delayMs) {
      const id = set(run, delayMs)
      return () => clear(id)
    },
  }
}
