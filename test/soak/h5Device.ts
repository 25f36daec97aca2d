import { WebSocket } from 'ws'
import { fakeNetwork } from '@/services/network/network.fake'
import { systemClock, type Clock } from '@/services/session/config'
import { h5Socket } from '@/services/socket/socket.h5'
import { fakeVisibility } from '@/services/visibility/visibility.fake'
import type { SeededRandom } from '../support/weapp-host/random'
import { Belongings, type Device, type KeptEvents } from './device'
import { fastClock } from './fastClock'

/** Open sockets of each tab. Whose they are stands in the port, for each tab has a proxy of its own. */
const tabs = new Map<string, Set<WebSocket>>()

class TabWebSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols)
    const sockets = tabs.get(new URL(url).port)
    sockets?.add(this)
    this.on('close', () => sockets?.delete(this))
  }
}

/** A browser tab: H5's socket adapter over Node's WebSocket. Hidden, it keeps its connection. */
export class H5Device implements Device {
  readonly kind = 'h5'
  private readonly belongings: Belongings
  private readonly sockets = new Set<WebSocket>()
  private readonly originMs = Date.now()
  private life: TabLife

  constructor(
    url: string,
    private readonly speed: number,
    random: SeededRandom,
  ) {
    Object.assign(globalThis, { WebSocket: TabWebSocket })
    tabs.set(new URL(url).port, this.sockets)
    this.belongings = new Belongings(random)
    this.life = new TabLife(speed, this.originMs)
  }

  services(events: KeptEvents) {
    return this.belongings.services(h5Socket, Infinity, this.life, events)
  }

  hide(): void {
    this.life.visibility.set(false)
  }

  show(): Promise<void> {
    this.life.visibility.set(true)
    return Promise.resolve()
  }

  network(isOnline: boolean, type: string): void {
    this.life.network.set({ isOnline, type })
  }

  kill(): Promise<void> {
    this.life.end()
    this.belongings.kill()
    for (const socket of this.sockets) {
      socket.removeAllListeners()
      // one that is still connecting says so
      socket.on('error', () => undefined)
      socket.terminate()
    }
    this.sockets.clear()
    return Promise.resolve()
  }

  start(): Promise<void> {
    this.life = new TabLife(this.speed, this.originMs)
    return Promise.resolve()
  }

  dispose(): Promise<void> {
    return this.kill()
  }
}

/** One page in the tab, from its load to its end. */
class TabLife {
  readonly visibility = fakeVisibility()
  readonly network = fakeNetwork()
  readonly clock: Clock
  private isAlive = true
  private readonly timers = new Set<() => void>()

  constructor(speed: number, originMs: number) {
    this.clock = fastClock(
      { now: systemClock.now, setTimer: (run, delayMs) => this.setTimer(run, delayMs) },
      speed,
      originMs,
    )
  }

  end(): void {
    this.isAlive = false
    for (const cancel of this.timers) cancel()
  }

  private setTimer(run: () => void, delayMs: number): () => void {
    if (!this.isAlive) return () => undefined
    const cancel = systemClock.setTimer(() => {
      this.timers.delete(forget)
      run()
    }, delayMs)
    const forget = () => {
      this.timers.delete(forget)
      cancel()
    }
    this.timers.add(forget)
    return forget
  }
}
