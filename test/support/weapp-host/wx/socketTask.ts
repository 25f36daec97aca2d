import { types } from 'node:util'
import WebSocket from 'ws'
import type { SocketDeath } from '../types'
import type { RecordedSocket } from '../wire'
import { answer, type ApiOptions } from './asyncApi'
import type { WxContext } from './context'
import { describeFailure } from './socketErrors'

interface ConnectOptions {
  /** where the peer is: what the URL says, unless the test leads it elsewhere */
  address: string
  header: Record<string, string>
  timeoutMs: number
  perMessageDeflate: boolean
}

type EventName = 'Open' | 'Message' | 'Error' | 'Close'

const connecting = 0
const open = 1
const closing = 2
const closed = 3

/**
 * One `SocketTask` over a real WebSocket.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/SocketTask.html
 */
export class SocketTask {
  /** what the app holds */
  readonly facade: Record<string, unknown>
  private readonly listeners: Record<EventName, unknown[]> = { Open: [], Message: [], Error: [], Close: [] }
  private peer: WebSocket | undefined
  /** the app hears nothing more */
  private isDeaf = false
  /** what the app sends goes nowhere, with success */
  private isHole = false

  constructor(
    private readonly context: WxContext,
    private readonly record: RecordedSocket,
    private readonly owner: { onFreed(): void },
  ) {
    const on = (name: EventName) => (listener: unknown) => void this.listeners[name].push(listener)
    this.facade = context.realm.toRealm({
      readyState: connecting,
      CONNECTING: connecting,
      OPEN: open,
      CLOSING: closing,
      CLOSED: closed,
      onOpen: on('Open'),
      onMessage: on('Message'),
      onError: on('Error'),
      onClose: on('Close'),
      send: (options: ApiOptions) => this.send(options),
      close: (options?: ApiOptions) => this.close(options ?? {}),
    }) as Record<string, unknown>
  }

  connect({ address, header, timeoutMs, perMessageDeflate }: ConnectOptions): void {
    if (!this.context.system.isConnected) {
      this.context.clock.setTimeout(() =>
        this.fail('Error in connection establishment: net::ERR_INTERNET_DISCONNECTED'),
      )
      return
    }
    const peer = new WebSocket(address, [...this.record.protocols], {
      headers: header,
      handshakeTimeout: timeoutMs,
      perMessageDeflate,
    })
    this.peer = peer
    peer.on('open', () => this.whenHearing(() => this.opened()))
    peer.on('message', (data: Buffer, isBinary: boolean) => {
      if (this.isDeaf) return
      const message = isBinary ? data : data.toString('utf8')
      this.record.record('received', message, this.context.clock.now())
      this.whenHearing(() => this.tell('Message', 'message', { data: message }))
    })
    peer.on('error', (error) => this.whenHearing(() => this.fail(describeFailure(error))))
    peer.on('close', (code, reason) => this.whenHearing(() => this.ended(code, reason.toString())))
  }

  /** No connection comes of this task. */
  refuse(errMsg: string, isToldTwice: boolean): void {
    this.record.state = 'refused'
    this.record.told.push(`fail ${errMsg}`)
    this.facade.readyState = closed
    if (isToldTwice) this.context.clock.setTimeout(() => this.tell('Error', `error ${errMsg}`, { errMsg }))
  }

  kill(death: SocketDeath, isHalfOpen: boolean): void {
    if (this.isDeaf) return
    this.isDeaf = true
    if (!isHalfOpen) this.peer?.terminate()
    this.record.state = 'closed'
    switch (death) {
      case 'loud':
        this.context.clock.post(() => this.tellClosed(1000, 'interrupted'))
        break
      case 'late':
        this.isHole = true
        break
      case 'silent':
        this.isHole = isHalfOpen || this.context.random.chance()
        break
      default:
        death satisfies never
    }
    this.owner.onFreed()
  }

  /** The `onClose` a socket killed `late` still owes. */
  deliverLateClose(): void {
    this.context.clock.post(() => this.tellClosed(1000, 'interrupted'))
  }

  destroy(): void {
    this.isDeaf = true
    this.peer?.terminate()
    if (this.record.state !== 'refused') this.record.state = 'closed'
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/SocketTask.send.html */
  private send(options: ApiOptions): void {
    const { data } = options
    const reply = (isOk: boolean, text: string) =>
      answer(this.context, options, isOk, { errMsg: `sendSocketMessage:${text}` })
    if (typeof data !== 'string' && !types.isArrayBuffer(data)) {
      return reply(false, 'fail parameter error: parameter.data should be String or ArrayBuffer')
    }
    if (this.isHole) return reply(true, 'ok')
    if (this.isDeaf || this.facade.readyState !== open) return reply(false, 'fail WebSocket is not connected')
    const frame = typeof data === 'string' ? data : new Uint8Array(data).slice()
    this.record.record('sent', frame, this.context.clock.now())
    this.peer?.send(frame)
    reply(true, 'ok')
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/SocketTask.close.html */
  private close(options: ApiOptions): void {
    const code = typeof options.code === 'number' ? options.code : 1000
    const reason = typeof options.reason === 'string' ? options.reason : ''
    const reply = (isOk: boolean, text: string) =>
      answer(this.context, options, isOk, { errMsg: `closeSocket:${text}` })
    const { readyState } = this.facade
    if (readyState === closing || readyState === closed) return reply(false, 'fail WebSocket is not connected')
    if (code !== 1000 && !(code >= 3000 && code <= 4999)) {
      return reply(false, 'fail The code must be either 1000, or between 3000 and 4999.')
    }
    if (Buffer.byteLength(reason) > 123) return reply(false, 'fail The message must not be greater than 123 bytes.')
    this.facade.readyState = closing
    reply(true, 'ok')
    // a dead socket has nobody left who could answer: its onClose comes as owed, or never
    if (this.isDeaf) return
    this.isDeaf = true
    this.peer?.close(code, reason)
    this.context.clock.setTimeout(() => this.tellClosed(code, reason), this.context.random.below(10))
  }

  private whenHearing(deliver: () => void): void {
    this.context.clock.post(() => {
      if (!this.isDeaf) deliver()
    })
  }

  private opened(): void {
    this.record.state = 'open'
    this.facade.readyState = open
    this.tell('Open', 'open', { header: {}, profile: {} })
  }

  /** Whether a failed attempt is also closed differs between versions, and so does the order. */
  private fail(errMsg: string): void {
    const { random } = this.context
    const wasOpen = this.facade.readyState === open
    const tellError = () => this.tell('Error', `error ${errMsg}`, { errMsg })
    const tellClose = () => this.tellClosed(1006, 'abnormal closure')
    this.isDeaf = true
    this.facade.readyState = closed
    if (wasOpen || random.chance()) for (const tell of random.shuffle([tellError, tellClose])) tell()
    else tellError()
    this.record.state = 'closed'
    this.owner.onFreed()
  }

  private ended(code: number, reason: string): void {
    this.isDeaf = true
    this.tellClosed(code, reason)
  }

  private tellClosed(code: number, reason: string): void {
    this.record.state = 'closed'
    this.facade.readyState = closed
    this.tell('Close', `close ${code} ${reason}`.trim(), { code, reason })
    this.owner.onFreed()
  }

  private tell(name: EventName, log: string, event: object): void {
    this.record.told.push(log)
    for (const listener of this.listeners[name]) this.context.realm.call(listener, undefined, event)
  }
}
