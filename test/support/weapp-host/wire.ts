import type { SocketRecord, WireFrame } from './types'

/** What passed on all sockets of a host, over cold starts too: the test's view of the wire. */
export class Wire {
  readonly frames: WireFrame[] = []
  readonly sockets: RecordedSocket[] = []

  open(url: string, protocols: readonly string[]): RecordedSocket {
    const socket = new RecordedSocket(this.sockets.length, url, protocols, this.frames)
    this.sockets.push(socket)
    return socket
  }
}

export class RecordedSocket implements SocketRecord {
  state: SocketRecord['state'] = 'connecting'
  readonly told: string[] = []
  readonly frames: WireFrame[] = []

  constructor(
    readonly index: number,
    readonly url: string,
    readonly protocols: readonly string[],
    private readonly all: WireFrame[],
  ) {}

  get sent(): Uint8Array {
    return this.joined('sent')
  }

  get received(): Uint8Array {
    return this.joined('received')
  }

  record(direction: WireFrame['direction'], data: string | Uint8Array, atMs: number): void {
    const isText = typeof data === 'string'
    const frame = { socket: this.index, direction, isText, bytes: Uint8Array.from(Buffer.from(data)), atMs }
    this.frames.push(frame)
    this.all.push(frame)
  }

  private joined(direction: WireFrame['direction']): Uint8Array {
    return Buffer.concat(this.frames.filter((frame) => frame.direction === direction).map(({ bytes }) => bytes))
  }
}
