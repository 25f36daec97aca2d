import type { Socket, SocketClose, SocketEvents, SocketPort, SocketRequest } from './types'

class H5Socket implements Socket {
  private socket?: WebSocket
  private timer?: ReturnType<typeof setTimeout>
  private isOpen = false
  private isOver = false

  constructor(
    request: SocketRequest,
    private readonly events: SocketEvents,
  ) {
    this.timer = setTimeout(() => this.end({ cause: 'timeout' }), request.timeoutMs)
    try {
      this.socket = new WebSocket(request.url, request.withoutSubProtocol ? [] : ['mqtt'])
      this.socket.binaryType = 'arraybuffer'
      this.listen(this.socket)
    } catch (error) {
      void Promise.resolve().then(() => this.end(constructionFailure(error)))
    }
  }

  send(bytes: Uint8Array): void {
    if (!this.isOpen || this.isOver) return
    try {
      // lib.dom wants to know that no SharedArrayBuffer is behind the view; none of ours is shared
      this.socket?.send(bytes)
    } catch (error) {
      void Promise.resolve().then(() => this.end({ cause: 'closed', detail: String(error) }))
    }
  }

  close(): void {
    this.isOver = true
    clearTimeout(this.timer)
    // a failing close can only mean that it is closed
    try {
      this.socket?.close(1000)
    } catch {
      return
    }
  }

  private listen(socket: WebSocket): void {
    socket.onopen = () => {
      if (this.isOver) return
      clearTimeout(this.timer)
      this.isOpen = true
      this.events.opened()
    }
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (this.isOver) return
      if (typeof data === 'string') return this.end({ cause: 'textFrame' })
      this.events.received(new Uint8Array(data))
    }
    // says nothing; `close` always follows
    socket.onerror = () => undefined
    socket.onclose = ({ code, reason }) =>
      this.end({ cause: this.isOpen ? 'closed' : 'failed', code, detail: reason || undefined })
  }

  private end(close: SocketClose): void {
    if (this.isOver) return
    this.close()
    this.events.closed(close)
  }
}

/** The constructor throws SyntaxError for an address it cannot read and SecurityError for `ws://` from an https page. */
function constructionFailure(error: unknown): SocketClose {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  return { cause: name === 'SecurityError' ? 'insecureBlocked' : 'invalidAddress', detail: String(error) }
}

/** The browser's `WebSocket`. It tells no causes apart: what never opened is `failed`. */
export const h5Socket: SocketPort = { open: (request, events) => new H5Socket(request, events) }

export { h5Socket as socketPort }
