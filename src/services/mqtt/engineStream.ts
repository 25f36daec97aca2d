import { Buffer } from 'buffer'
import type { StreamBuilder } from 'mqtt/lib/shared'

type Listener = (...args: unknown[]) => void
/** The Writable MQTT.js makes for its parser. */
interface ParserInput {
  write(bytes: Uint8Array): unknown
}

/**
 * What MQTT.js takes for its socket: the few members of a Duplex it uses, synchronous in both directions. Bytes delivered
 * have been parsed and handled when `deliver` returns, so nothing of a dead link is still under way, and the order of
 * events is the order of packets. A real Duplex would bring 100 kB of readable-stream and its own turns of the loop.
 */
export class EngineStream {
  /** Why the engine destroyed the stream; a packet it cannot encode ends here too. */
  failure?: Error
  private readonly listeners: { [event: string]: Listener[] } = {}
  private parserInput?: ParserInput
  private isDestroyed = false

  constructor(private readonly onWrite: (bytes: Uint8Array) => void) {}

  /** Hands the engine one whole packet. Throws what its parser and its handlers throw. */
  deliver(packet: Uint8Array): void {
    if (!this.isDestroyed) this.parserInput?.write(packet)
  }

  pipe(parserInput: ParserInput): ParserInput {
    this.parserInput = parserInput
    return parserInput
  }

  write(chunk: Uint8Array | string): boolean {
    if (!this.isDestroyed) this.onWrite(typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk)
    return true
  }

  destroy(error?: Error): this {
    if (error && !this.failure) this.failure = error
    if (this.isDestroyed) return this
    this.isDestroyed = true
    // the engine stops its CONNACK timer on `close`
    ;(this.listeners['close'] ?? []).slice().forEach((listener) => listener())
    return this
  }

  end(): this {
    return this.destroy()
  }

  on(event: string, listener: Listener): this {
    this.listeners[event] = [...(this.listeners[event] ?? []), listener]
    return this
  }

  /** Only ever asked for `drain`, which never comes since `write` never refuses. */
  once(): this {
    return this
  }

  setMaxListeners(): this {
    return this
  }
}

/** The type MQTT.js wants is a whole Duplex; what it calls is what {@link EngineStream} has. */
export const streamBuilderOf = (stream: EngineStream): StreamBuilder => (() => stream) as unknown as StreamBuilder
