import type { Realm } from '../realm'

/** The listeners behind `wx.onX` and `wx.offX`. */
export class SystemEvents {
  private readonly listeners = new Map<string, unknown[]>()

  constructor(private readonly realm: () => Realm) {}

  emit(name: string, ...values: unknown[]): void {
    for (const listener of this.listeners.get(name)?.slice() ?? []) this.realm().call(listener, undefined, ...values)
  }

  /** `wx.on<name>` and `wx.off<name>`; `off` without a listener removes all. */
  functions(...names: string[]): Record<string, (listener?: unknown) => void> {
    const functions: Record<string, (listener?: unknown) => void> = {}
    for (const name of names) {
      functions[`on${name}`] = (listener) => {
        this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener])
      }
      functions[`off${name}`] = (listener) => {
        const kept = this.listeners.get(name)?.filter((known) => listener !== undefined && known !== listener)
        this.listeners.set(name, kept ?? [])
      }
    }
    return functions
  }
}
