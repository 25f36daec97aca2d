import { AppError } from '@/core/errors'
import type { FilesPort } from '@/services/files/types'
import type { Clock } from '@/services/session/config'
import type { Socket, SocketEvents, SocketPort, SocketRequest } from '@/services/socket/types'
import type { StoragePort } from '@/services/storage/types'
import { concat, PacketCutter } from '../model-broker/packetStream'
import type { VirtualTime } from '../virtualTime'
import type { Fate, MemoryDisk } from './memoryDisk'

/** Something a process does that it can die over, counted from 0 in the order it happens. */
export interface Operation {
  kind: 'append' | 'read' | 'list' | 'remove' | 'get' | 'set' | 'delete' | 'keys' | 'packetIn' | 'packetOut'
  /** path, key, or the packet's first byte in hex */
  what: string
}

export interface Death {
  /** index of the {@link Operation} it dies over */
  at: number
  /**
   * Of a storage operation: whether it happened. Of a packet: `before` it is heard or sent, or `after`, at once.
   * `refused`: the process lives, and is told that its storage is full; `refusedButKept`: so it is, and not true.
   */
  how: 'never' | 'torn' | 'done' | 'before' | 'after' | 'refused' | 'refusedButKept'
  /** what becomes of other writes that are under way; those of WeChat cannot be relied on in either way */
  pendingWrites: Fate
}

const never = <T>() => new Promise<T>(() => undefined)
const deadSocket: Socket = { send: () => undefined, close: () => undefined }

/**
 * One run of the app, which dies over the operation it is told to: from then on nothing of it is heard, its timers are
 * gone, its promises hang and its sockets close. What outlives it (disk, storage, network) is given by the test.
 */
export class AppProcess {
  readonly operations: Operation[] = []
  isDead = false
  readonly clock: Clock
  private readonly sockets = new Set<Socket>()
  private readonly timers = new Set<() => void>()
  /** what a frozen app has not heard yet: of sockets, and of the storage */
  private unheard: { isOfSocket: boolean; tell: () => void }[] | undefined

  constructor(
    private readonly time: VirtualTime,
    private readonly disk: MemoryDisk,
    readonly death?: Death,
  ) {
    this.clock = { now: () => time.now(), setTimer: (run, delayMs) => this.setTimer(run, delayMs) }
  }

  /** @param pendingWrites what becomes of writes under way */
  kill(pendingWrites: Fate = this.death?.pendingWrites ?? 'lost'): void {
    if (this.isDead) return
    this.isDead = true
    this.unheard = undefined
    this.time.isAppFrozen = false
    for (const socket of this.sockets) socket.close()
    this.disk.abandon(pendingWrites)
    for (const cancel of this.timers) cancel()
    this.timers.clear()
    this.time.dropBareTimers()
  }

  /** As the system does a while after hiding: timers stand still and sockets are not heard. */
  freeze(): void {
    this.unheard = []
    this.time.isAppFrozen = true
  }

  /** @param late what sockets reported meanwhile: told now, or lost as WeChat may lose it */
  thaw(late: 'told' | 'lost'): void {
    const unheard = this.unheard ?? []
    this.unheard = undefined
    this.time.isAppFrozen = false
    for (const { isOfSocket, tell } of unheard) if (!isOfSocket || late === 'told') tell()
  }

  get files(): FilesPort {
    const { port } = this.disk
    return {
      append: (path, block) =>
        this.storage(
          'append',
          path,
          () => port.append(path, block),
          (fate) => this.disk.write(path, block, fate),
        ),
      read: (path) => this.storage('read', path, () => port.read(path)),
      list: (prefix) => this.storage('list', prefix, () => port.list(prefix)),
      remove: (path) =>
        this.storage(
          'remove',
          path,
          () => port.remove(path),
          (fate) => {
            if (fate === 'kept') void port.remove(path)
          },
        ),
    }
  }

  storagePort(port: StoragePort): StoragePort {
    const whole = (run: () => Promise<void>) => (fate: Fate) => {
      if (fate === 'kept') void run()
    }
    return {
      get: (key) => this.storage('get', key, () => port.get(key)),
      keys: (prefix) => this.storage('keys', prefix, () => port.keys(prefix)),
      set: (key, value) =>
        this.storage(
          'set',
          key,
          () => port.set(key, value),
          whole(() => port.set(key, value)),
        ),
      remove: (key) =>
        this.storage(
          'delete',
          key,
          () => port.remove(key),
          whole(() => port.remove(key)),
        ),
    }
  }

  socketPort(port: SocketPort): SocketPort {
    return { open: (request, events) => (this.isDead ? deadSocket : this.openSocket(port, request, events)) }
  }

  /** For what is called from outside, such as listeners: only while alive. */
  whileAlive<Arguments extends unknown[]>(run: (...args: Arguments) => void): (...args: Arguments) => void {
    return (...args) => {
      if (!this.isDead) run(...args)
    }
  }

  private setTimer(run: () => void, delayMs: number): () => void {
    if (this.isDead) return () => undefined
    const cancel = this.time.appClock.setTimer(() => {
      this.timers.delete(cancel)
      run()
    }, delayMs)
    this.timers.add(cancel)
    return () => {
      this.timers.delete(cancel)
      cancel()
    }
  }

  /** @param finish leaves on the disk what the operation leaves when the process dies over it */
  private storage<T>(
    kind: Operation['kind'],
    what: string,
    run: () => Promise<T>,
    finish: (fate: Fate) => void = () => undefined,
  ): Promise<T> {
    if (this.isDead) return never()
    this.operations.push({ kind, what })
    const { death } = this
    if (death?.at === this.operations.length - 1 && (death.how === 'refused' || death.how === 'refusedButKept')) {
      finish(death.how === 'refused' ? 'lost' : 'kept')
      return Promise.reject(new AppError('storageFull'))
    }
    if (death?.at === this.operations.length - 1) {
      // writes that began before end before
      this.kill()
      finish(death.how === 'done' ? 'kept' : death.how === 'torn' ? 'torn' : 'lost')
      return never()
    }
    return new Promise((resolve, reject) => {
      void run().then(
        (value) => this.hear(() => resolve(value), false),
        (error: Error) => this.hear(() => reject(error), false),
      )
    })
  }

  private openSocket(port: SocketPort, request: SocketRequest, events: SocketEvents): Socket {
    const cutters = { packetIn: new PacketCutter(), packetOut: new PacketCutter() }
    const pass = (kind: 'packetIn' | 'packetOut', bytes: Uint8Array, on: (bytes: Uint8Array) => void) => {
      if (!this.isDead) this.packets(kind, bytes, cutters[kind].cut(bytes), on)
    }
    const isOurs = () => this.sockets.has(inner)
    const inner = port.open(request, {
      opened: () => this.hear(() => isOurs() && events.opened()),
      received: (bytes) => this.hear(() => isOurs() && pass('packetIn', bytes, (part) => events.received(part))),
      closed: (close) => this.hear(() => this.sockets.delete(inner) && events.closed(close)),
    })
    this.sockets.add(inner)
    return {
      send: (bytes) => pass('packetOut', bytes, (part) => inner.send(part)),
      close: () => {
        if (this.isDead) return
        this.sockets.delete(inner)
        inner.close()
      },
    }
  }

  private hear(tell: () => void, isOfSocket = true): void {
    if (this.isDead) return
    if (this.unheard) this.unheard.push({ isOfSocket, tell: this.whileAlive(tell) })
    else tell()
  }

  /** A frame goes on whole, unless the process dies over one of its packets. */
  private packets(
    kind: 'packetIn' | 'packetOut',
    frame: Uint8Array,
    packets: Uint8Array[],
    on: (bytes: Uint8Array) => void,
  ): void {
    const first = this.operations.length
    for (const packet of packets) this.operations.push({ kind, what: (packet[0] ?? 0).toString(16).padStart(2, '0') })
    const { death } = this
    const at = death ? death.at - first : -1
    if (!death || at < 0 || at >= packets.length) return on(frame)
    const passed = packets.slice(0, death.how === 'after' ? at + 1 : at)
    if (passed.length > 0) on(concat(passed))
    this.kill()
  }
}

/** Every way to be refused a storage operation of a run. */
export function refusalsOf(operations: readonly Operation[]): Death[] {
  return operations.flatMap(({ kind }, at) => {
    if (kind === 'packetIn' || kind === 'packetOut') return []
    const hows: Death['how'][] = kind === 'append' ? ['refused', 'refusedButKept'] : ['refused']
    return hows.map((how) => ({ at, how, pendingWrites: 'kept' as const }))
  })
}

/** Every way to die over what a run did. */
export function deathsOf(operations: readonly Operation[]): Death[] {
  return operations.flatMap(({ kind }, at) => {
    const hows: Death['how'][] =
      kind === 'packetIn' || kind === 'packetOut'
        ? ['before', 'after']
        : kind === 'append'
          ? ['never', 'torn', 'done']
          : kind === 'set' || kind === 'delete' || kind === 'remove'
            ? ['never', 'done']
            : ['never']
    const fates: Fate[] = kind === 'packetIn' || kind === 'packetOut' ? ['torn', 'kept'] : ['kept']
    return hows.flatMap((how) => fates.map((pendingWrites) => ({ at, how, pendingWrites })))
  })
}
