import type { SocketDeath } from '../types'
import type { Wire } from '../wire'
import { answer, type ApiOptions } from './asyncApi'
import type { WxContext, WxFunctions } from './context'
import { findAddressFault } from './socketErrors'
import { SocketTask } from './socketTask'

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html: five at a time since 1.7.0 */
const maxSockets = 5

export interface SocketRules {
  socketDomains: readonly string[] | undefined
  isLanExempt: boolean
  /** `host:port` → where it leads */
  hosts: Readonly<Record<string, string>>
}

/** The sockets of one realm: what `wx.connectSocket` makes, and the deaths that the test deals out. */
export class SocketCentre {
  private readonly tasks = new Set<SocketTask>()
  private readonly owing = new Set<SocketTask>()
  private readonly all: SocketTask[] = []
  /** places still taken; a closed socket frees its own a little late, as reported */
  private taken = 0

  constructor(
    private readonly context: WxContext,
    private readonly wire: Wire,
    private readonly rules: SocketRules,
  ) {}

  /** https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html */
  functions(): WxFunctions {
    return { connectSocket: (options: ApiOptions) => this.connect(options) }
  }

  /** Takes every open socket away, as the system does after a while in the background. */
  kill(death: SocketDeath, isHalfOpen: boolean): void {
    for (const task of [...this.tasks]) {
      if (death === 'late') this.owing.add(task)
      task.kill(death, isHalfOpen)
    }
  }

  /** Delivers the `onClose` that sockets killed `late` still owe. */
  deliverLateCloses(): void {
    for (const task of this.owing) task.deliverLateClose()
    this.owing.clear()
  }

  /** Ends the connections without a word to the app, which is no more. */
  destroy(): void {
    for (const task of this.all) task.destroy()
  }

  private connect(options: ApiOptions): unknown {
    const url = String(options.url)
    const protocols = Array.isArray(options.protocols) ? options.protocols.map(String) : []
    const record = this.wire.open(url, protocols)
    const refusal = this.findRefusal(url)
    const task = new SocketTask(this.context, record, { onFreed: () => this.free(task) })
    this.all.push(task)
    if (refusal) {
      this.refuse(options, task, refusal)
      return task.facade
    }
    this.taken += 1
    this.tasks.add(task)
    // "the call was accepted", nothing more; it may come before or after onOpen
    answer(this.context, options, true, { errMsg: 'connectSocket:ok', socketTaskId: record.index })
    task.connect({
      address: url.replace(/(?<=^wss?:\/\/)[^/]+/, (host) => this.rules.hosts[host] ?? host),
      header: (options.header ?? {}) as Record<string, string>,
      timeoutMs: typeof options.timeout === 'number' ? options.timeout : 60_000,
      perMessageDeflate: options.perMessageDeflate === true,
    })
    return task.facade
  }

  private findRefusal(url: string): string | undefined {
    if (this.context.system.isNetworkSuspended) return 'interrupted'
    if (this.taken >= maxSockets) return 'exceed max concurrent count'
    return findAddressFault(url, this.rules.socketDomains, this.rules.isLanExempt)
  }

  /** Both spellings of the prefix are reported; `onError` repeats the text in some versions. */
  private refuse(options: ApiOptions, task: SocketTask, reason: string): void {
    const { random } = this.context
    const errMsg = `${random.pick(['connectSocket', 'createSocketTask'])}:fail ${reason}`
    task.refuse(errMsg, random.chance())
    answer(this.context, options, false, { errMsg })
  }

  private free(task: SocketTask): void {
    if (!this.tasks.delete(task)) return
    const release = () => void (this.taken -= 1)
    this.context.clock.setTimeout(release, this.context.random.below(20), 'system')
  }
}
