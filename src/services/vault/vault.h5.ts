import { AppError } from '@/core/errors'
import type { VaultReach } from '@/core/profile/vaultReach'
import { databaseError } from '../databaseError'
import { epoch } from '../epoch'
import { guarded } from '../guarded'
import { inTime } from '../inTime'
import { Listeners } from '../listeners'
import type { VaultPort } from './types'

const NAME = 'homing/vault'
/** in sessionStorage, which other pages of the origin use, too */
const PREFIX = 'homing:vault/'
/** in sessionStorage, too: the epoch that its passwords are of */
const EPOCH = 'homing:vault-epoch'
/**
 * In localStorage: there may be kept ones. Without it nothing that keeps them is loaded. Beside the storage port's names:
 * who erases those must not make the vault forget what it keeps.
 */
const MARK = 'homing-vault'
/** A database that does not answer must not keep the connections from the screen */
const ANSWER_MS = 3_000
/** for its code */
const LOAD_MS = 10_000

type VaultMessage =
  /** by a tab that starts */
  | { kind: 'asked' }
  /** what a tab has, for one that asked */
  | { kind: 'told'; id: string; password: string }
  | { kind: 'set'; id: string; password: string }
  /** it is on the device now */
  | { kind: 'kept' | 'removed'; id: string }

/** By an earlier version of the app without its epoch */
type Posted = VaultMessage & { epoch?: string }

interface KeptPasswords {
  get(id: string): Promise<string | undefined>
  set(id: string, password: string): Promise<void>
  remove(id: string): Promise<void>
  clear(): Promise<void>
  ids(): Promise<string[]>
}

/** What of the browser the vault needs. Storages may be forbidden: what touches them throws then. */
export interface VaultWorld {
  session(): Storage
  local(): Storage
  /** undefined where the browser has none */
  openChannel(): Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'> | undefined
  /** why nothing can be kept on the device */
  lack(): (VaultReach & { kind: 'session' })['why'] | undefined
  loadKept(): Promise<KeptPasswords>
  epoch: Pick<typeof epoch, 'ofPage' | 'isOver'>
}

/**
 * Passwords live as long as the tab, in its sessionStorage, or in memory where the browser forbids that; the open tabs
 * tell them each other. A person may have them kept: sealed on the device.
 */
export class BrowserVault implements VaultPort {
  private readonly memory = new Map<string, string>()
  private readonly listeners = new Listeners<[id: string, password: string | undefined]>()
  private channel: ReturnType<VaultWorld['openChannel']>
  private heardAll: Promise<void> = Promise.resolve()

  constructor(private readonly world: VaultWorld) {
    guarded(() => this.dropOld())
  }

  reach(): VaultReach {
    const why = this.world.lack()
    return why === undefined ? { kind: 'choice' } : { kind: 'session', why }
  }

  async get(id: string): Promise<string | undefined> {
    return this.ofSession(id) ?? (await this.ofDevice(id))
  }

  async set(id: string, password: string, isKept: boolean): Promise<void> {
    const keeps = isKept && this.world.lack() === undefined
    if (this.world.epoch.isOver()) throw new AppError('storageFailed', { detail: 'erased by another tab' })
    try {
      if (keeps) {
        // first: a kept one that nobody looks for would be lost
        this.world.local().setItem(MARK, '1')
        await (await this.loadKept()).set(id, password)
      } else if (this.hasKept()) {
        await (await this.loadKept()).remove(id)
      }
    } catch (cause) {
      throw databaseError(cause)
    }
    if (keeps) this.forget(id)
    else this.remember(id, password)
    this.post(keeps ? { kind: 'kept', id } : { kind: 'set', id, password })
  }

  async remove(id: string): Promise<void> {
    this.forgetEverywhere(id)
    if (!this.hasKept()) return
    try {
      await (await this.loadKept()).remove(id)
    } catch (cause) {
      throw databaseError(cause)
    }
  }

  async clear(): Promise<void> {
    try {
      if (this.hasKept()) {
        const kept = await this.loadKept()
        for (const id of await kept.ids()) this.forgetEverywhere(id)
        await kept.clear()
        this.world.local().removeItem(MARK)
      }
    } catch (cause) {
      throw databaseError(cause)
    }
    for (const id of this.sessionIds()) this.forgetEverywhere(id)
  }

  async ids(): Promise<string[]> {
    const ids = new Set(this.sessionIds())
    try {
      if (this.hasKept()) for (const id of await (await this.loadKept()).ids()) ids.add(id)
    } catch (cause) {
      throw databaseError(cause)
    }
    return [...ids]
  }

  onChange(listener: (id: string, password: string | undefined) => void): () => void {
    const stop = this.listeners.add(listener)
    if (!this.channel) this.join()
    return stop
  }

  // ---- other tabs

  private join(): void {
    this.channel = this.world.openChannel()
    if (!this.channel) return
    this.channel.onmessage = ({ data }: { data: Posted }) => {
      // one that slept may still have what was erased
      if ((data.epoch ?? '') === this.world.epoch.ofPage) this.hear(data)
    }
    this.post({ kind: 'asked' })
  }

  /** One after the other: what was removed must not come back by what was told before. */
  private hear(message: VaultMessage): void {
    this.heardAll = this.heardAll.then(() => this.heard(message)).catch(() => undefined)
  }

  private async heard(message: VaultMessage): Promise<void> {
    switch (message.kind) {
      case 'asked':
        for (const id of this.sessionIds()) {
          const password = this.ofSession(id)
          if (password !== undefined) this.post({ kind: 'told', id, password })
        }
        return
      case 'told':
        if ((await this.get(message.id)) !== undefined) return
        this.remember(message.id, message.password)
        return this.listeners.tell(message.id, message.password)
      case 'set':
        this.remember(message.id, message.password)
        return this.listeners.tell(message.id, message.password)
      case 'kept':
        this.forget(message.id)
        return this.listeners.tell(message.id, await this.get(message.id))
      case 'removed':
        this.forget(message.id)
        return this.listeners.tell(message.id, undefined)
      default:
        message satisfies never
    }
  }

  private post(message: VaultMessage): void {
    const posted: Posted = { ...message, epoch: this.world.epoch.ofPage }
    this.channel?.postMessage(posted)
  }

  // ---- the tab's own

  private ofSession(id: string): string | undefined {
    return this.memory.get(id) ?? guarded(() => this.world.session().getItem(PREFIX + id)) ?? undefined
  }

  private remember(id: string, password: string): void {
    const isStored = guarded(() => {
      this.world.session().setItem(PREFIX + id, password)
      return true
    })
    if (isStored) this.memory.delete(id)
    else this.memory.set(id, password)
  }

  /** A tab that was closed or asleep while everything was erased has its passwords still. */
  private dropOld(): void {
    const session = this.world.session()
    const { ofPage } = this.world.epoch
    if ((session.getItem(EPOCH) ?? '') === ofPage) return
    for (const id of this.sessionIds()) session.removeItem(PREFIX + id)
    session.setItem(EPOCH, ofPage)
  }

  private forget(id: string): void {
    this.memory.delete(id)
    guarded(() => this.world.session().removeItem(PREFIX + id))
  }

  private forgetEverywhere(id: string): void {
    this.forget(id)
    this.post({ kind: 'removed', id })
  }

  private sessionIds(): string[] {
    const keys = guarded(() => Object.keys(this.world.session())) ?? []
    const stored = keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length))
    return [...this.memory.keys(), ...stored]
  }

  // ---- the device's

  private loadKept(): Promise<KeptPasswords> {
    return inTime(LOAD_MS, this.world.loadKept())
  }

  private hasKept(): boolean {
    return this.world.lack() === undefined && guarded(() => this.world.local().getItem(MARK)) === '1'
  }

  private ofDevice(id: string): Promise<string | undefined> {
    if (!this.hasKept()) return Promise.resolve(undefined)
    const stored = this.loadKept().then((kept) => kept.get(id))
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ANSWER_MS)
      const answer = (password?: string) => {
        clearTimeout(timer)
        resolve(password)
      }
      stored.then(answer, () => answer())
    })
  }
}

/** H5. Keys that scripts cannot read, and their storage, exist in secure contexts only. */
export const vault: VaultPort = new BrowserVault({
  session: () => sessionStorage,
  local: () => localStorage,
  // undefined, or forbidden with the storages, as Firefox does
  openChannel: () => guarded(() => new BroadcastChannel(NAME)),
  lack() {
    if (!window.isSecureContext) return 'insecureContext'
    const hasAll = typeof crypto === 'object' && crypto.subtle !== undefined && typeof indexedDB === 'object'
    return hasAll ? undefined : 'noStorage'
  },
  loadKept: async () => (await import('./kept')).keptPasswords,
  epoch,
})
