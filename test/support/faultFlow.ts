import type { Socket } from 'node:net'
import type { SeededRandom } from './weapp-host/random'

export type FlowDirection = 'up' | 'down'

/** What a network does to its connections; shared by all of them, and changed while they stand. */
export interface FaultSettings {
  latencyMs: number
  bytesPerSecond?: number
  sliceSeed?: number
  /** directions in which nothing arrives */
  holes: ReadonlySet<FlowDirection>
}

interface FlowEvents {
  random(seed: number): SeededRandom
  passed(bytes: number): void
}

/** A throttled flow is written in pieces of this long */
const THROTTLE_PIECE_MS = 20

/** One direction of one connection: what comes from one socket and goes to the other when the network lets it. */
export class FaultFlow {
  private readonly queue: { bytes: Buffer; dueAt: number }[] = []
  private end?: 'fin' | 'rst'
  private isStranded = false
  private isCut = false
  /** a throttled line is busy until then */
  private freeAt = 0
  private timer?: NodeJS.Timeout
  private turn?: NodeJS.Immediate
  private cutter?: { seed: number; random: SeededRandom; left: number }

  constructor(
    private readonly direction: FlowDirection,
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly settings: FaultSettings,
    private readonly events: FlowEvents,
  ) {
    from.on('data', (bytes) => {
      if (this.isCut) return
      this.queue.push({ bytes, dueAt: performance.now() + settings.latencyMs })
      this.pump()
    })
    from.on('end', () => this.ended('fin'))
    from.on('close', (hadError) => this.ended(hadError ? 'rst' : 'fin'))
  }

  get heldBytes(): number {
    return this.queue.reduce((sum, { bytes }) => sum + bytes.length, 0)
  }

  /** Nothing passes any more, not even the end. */
  strand(): void {
    this.isStranded = true
    this.cancel()
    if (this.end) this.from.destroy()
  }

  /** What waits is lost, and nothing is passed on any more. */
  cut(): void {
    this.isCut = true
    this.queue.length = 0
    this.cancel()
  }

  settingsChanged(): void {
    this.freeAt = 0
    if (this.settings.latencyMs === 0) for (const piece of this.queue) piece.dueAt = 0
    this.pump()
  }

  private ended(how: 'fin' | 'rst'): void {
    if (this.end === 'rst') return
    this.end = how
    // nobody will ever end the other half
    if (this.isStranded) this.from.destroy()
    else this.pump()
  }

  private cancel(): void {
    clearTimeout(this.timer)
    clearImmediate(this.turn)
  }

  private pump(): void {
    this.cancel()
    if (this.isCut || this.isStranded || this.settings.holes.has(this.direction)) return
    // an RST overtakes what is under way
    if (this.end === 'rst') return void this.to.resetAndDestroy()
    for (let head = this.queue[0]; head; head = this.queue[0]) {
      const waitMs = Math.max(head.dueAt, this.freeAt) - performance.now()
      if (waitMs > 0) {
        this.timer = setTimeout(() => this.pump(), waitMs)
        return
      }
      const piece = head.bytes.subarray(0, this.pieceSize(head.bytes.length))
      if (piece.length === head.bytes.length) this.queue.shift()
      else head.bytes = head.bytes.subarray(piece.length)
      this.pass(piece)
      if (this.settings.sliceSeed !== undefined) {
        // a turn of the loop in between, or the pieces would leave as one
        this.turn = setImmediate(() => this.pump())
        return
      }
    }
    if (this.end === 'fin' && this.to.writable) this.to.end()
  }

  private pass(piece: Buffer): void {
    const { bytesPerSecond } = this.settings
    if (bytesPerSecond !== undefined) this.freeAt = performance.now() + (piece.length / bytesPerSecond) * 1000
    if (!this.to.writable) return
    this.events.passed(piece.length)
    this.to.write(piece)
  }

  private pieceSize(available: number): number {
    const { bytesPerSecond, sliceSeed } = this.settings
    const throttled =
      bytesPerSecond === undefined ? available : Math.max(1, Math.floor((bytesPerSecond * THROTTLE_PIECE_MS) / 1000))
    const size = Math.min(available, throttled)
    if (sliceSeed === undefined) return size
    if (this.cutter?.seed !== sliceSeed)
      this.cutter = { seed: sliceSeed, random: this.events.random(sliceSeed), left: 0 }
    // the places are counted in the stream, so that it does not matter in which chunks it came
    const { cutter } = this
    if (cutter.left === 0) cutter.left = 1 + cutter.random.below(cutter.random.pick([1, 4, 32, 256]))
    const cut = Math.min(size, cutter.left)
    cutter.left -= cut
    return cut
  }
}
