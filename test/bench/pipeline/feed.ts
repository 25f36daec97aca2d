import type { Hears, Receiver } from './receiver'
import { CONNACK, framesOf } from './wire'

export interface Load {
  qos: 0 | 1
  /** packets in one WebSocket frame */
  perFrame: number
  count: number
}

/** What a broker sends before it waits for PUBACK */
const WINDOW = 100
/** Messages at QoS 0 that are on the way at once */
const UNHEARD = 2_000
const PUBACK_BYTES = 4

/** A load that is not over after this long never ends. */
const PATIENCE_MS = 60_000

export const keyOf = ({ qos, perFrame }: Load): string => `QoS ${qos}, ${perFrame} a frame`

/** Sends a load to receivers of one kind, again and again. */
export class Feeder {
  private heard = 0
  private written = 0
  private constructor(private readonly receiver: Receiver) {}

  static async connect(make: (hears: Hears) => Receiver): Promise<Feeder> {
    const receiver = make({
      message: () => (feeder.heard += 1),
      written: (bytes) => (feeder.written += bytes.length),
    })
    const feeder = new Feeder(receiver)
    await receiver.connect(CONNACK)
    return feeder
  }

  /** @returns CPU per message, µs */
  async run({ qos, perFrame, count }: Load): Promise<number> {
    const frames = framesOf(count, qos, perFrame)
    this.heard = 0
    this.written = 0
    global.gc?.()
    const before = process.cpuUsage()
    let sent = 0
    let at = 0
    const deadline = Date.now() + PATIENCE_MS
    await new Promise<void>((resolve, reject) => {
      const step = () => {
        const acknowledged = qos === 0 ? this.heard + UNHEARD : Math.floor(this.written / PUBACK_BYTES) + WINDOW
        const frame = frames[at]
        if (frame && sent + perFrame <= acknowledged) {
          at += 1
          sent += perFrame
          this.receiver.receive(frame)
          return void setImmediate(step)
        }
        if (this.heard >= count) resolve()
        else if (Date.now() > deadline)
          reject(new Error(`${sent} sent, ${this.heard} heard, ${this.written} bytes written`))
        else setTimeout(step, 1)
      }
      step()
    })
    const { user, system } = process.cpuUsage(before)
    return (user + system) / count
  }

  end(): void {
    this.receiver.end()
  }
}

/** What is left of the work when nobody does any. */
export const idle = ({ message, written }: Hears): Receiver => {
  return {
    connect: () => Promise.resolve(),
    receive(frame) {
      // all packets are of one length, which takes two bytes
      const count = frame.length / (3 + ((frame[1] ?? 0) & 0x7f) + (frame[2] ?? 0) * 128)
      for (let i = 0; i < count; i += 1) message(frame)
      if (((frame[0] ?? 0) & 0x06) > 0) written(new Uint8Array(count * PUBACK_BYTES))
    },
    end: () => undefined,
  }
}
