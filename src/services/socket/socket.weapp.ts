import { closeCauseOf } from './closeCause'
import type { Socket, SocketClose, SocketEvents, SocketPort, SocketRequest } from './types'
import type { WxFailure, WxSockets, WxSocketTask } from './wxSocket'

declare const wx: WxSockets

/** One SocketTask. WeChat may report its end late, twice or never, so the first word counts and the rest goes nowhere. */
class WeappSocket implements Socket {
  private task?: WxSocketTask
  private timer?: ReturnType<typeof setTimeout>
  private isOpen = false
  private isOver = false

  constructor(
    request: SocketRequest,
    private readonly events: SocketEvents,
  ) {
    // the API's own timeout is not honoured by every version
    this.timer = setTimeout(() => this.end({ cause: 'timeout' }), request.timeoutMs)
    try {
      this.task = wx.connectSocket({
        url: request.url,
        ...(request.withoutSubProtocol ? undefined : { protocols: ['mqtt'] }),
        tcpNoDelay: true,
        timeout: request.timeoutMs,
        fail: (error) => this.failLater(error),
      })
      if (this.task) this.listen(this.task)
    } catch (error) {
      this.failLater({ errMsg: error instanceof Error ? error.message : String(error) })
    }
  }

  send(bytes: Uint8Array): void {
    if (!this.isOpen || this.isOver) return
    try {
      // a view's backing buffer holds more than the view
      const data = bytes.slice().buffer
      this.task?.send({ data, fail: (error) => this.end(this.closeOf(error.errMsg)) })
    } catch (error) {
      this.failLater({ errMsg: error instanceof Error ? error.message : String(error) })
    }
  }

  close(): void {
    this.isOver = true
    clearTimeout(this.timer)
    this.closeTask()
  }

  private listen(task: WxSocketTask): void {
    task.onOpen(() => {
      // a socket given up while it was connecting could not be closed then and would keep one of the five places
      if (this.isOver) return this.closeTask()
      if (this.isOpen) return
      clearTimeout(this.timer)
      this.isOpen = true
      this.events.opened()
    })
    task.onMessage(({ data }) => {
      if (this.isOver) return
      if (typeof data === 'string') return this.end({ cause: 'textFrame' })
      this.events.received(new Uint8Array(data))
    })
    task.onError((error) => this.end(this.closeOf(error.errMsg)))
    task.onClose(({ code, reason }) => this.end({ ...this.closeOf(reason), code }))
  }

  private closeOf(text: string | undefined): SocketClose {
    return { cause: closeCauseOf(text, this.isOpen), detail: text }
  }

  /** What fails within a call is told after it, as the port promises. */
  private failLater(error: WxFailure): void {
    void Promise.resolve().then(() => this.end(this.closeOf(error.errMsg)))
  }

  private end(close: SocketClose): void {
    if (this.isOver) return
    this.close()
    this.events.closed(close)
  }

  private closeTask(): void {
    try {
      // fails with `WebSocket is not connected` or `taskID not exist` when it is closed already: nothing to do then
      this.task?.close({ code: 1000, fail: () => undefined })
    } catch {
      // thrown instead of failed: the same
    }
  }
}

/** `wx.connectSocket` (2.4.0 and later; `Taro.connectSocket` returns a promise and hides the task). */
export const weappSocket: SocketPort = { open: (request, events) => new WeappSocket(request, events) }

export { weappSocket as socketPort }
