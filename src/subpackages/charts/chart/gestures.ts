import { panned, pinched, zoomed, type TimeRange } from '@/core/chart/range'

/** What fingers and wheels do to a chart. Places are shares of the width of the plot, 0 to 1. */
export interface GestureTarget {
  range(): TimeRange
  /** what there is to see */
  within(): TimeRange
  showRange(range: TimeRange): void
  /** epoch ms; undefined: none */
  showCursor(at: number | undefined): void
  reset(): void
}

const doubleTapMs = 300
/** A finger never holds quite still */
const stillShare = 0.03
const wheelZoom = 1.0015
const wheelPixels = 400

/** One finger shows a value, two zoom and move along, a double tap goes back to where one was. */
export class Gestures {
  private pinch: { range: TimeRange; fingers: readonly [number, number] } | undefined
  private tap: { at: number; share: number; isStill: boolean } | undefined
  private lastTap = { at: -Infinity, share: 0 }

  constructor(private readonly target: GestureTarget) {}

  /** @param nowMs of any clock that goes on evenly */
  down(shares: readonly number[], nowMs: number): void {
    const [first, second] = shares
    if (first === undefined) return
    if (second !== undefined) {
      this.tap = undefined
      this.pinch = { range: this.target.range(), fingers: [first, second] }
      this.target.showCursor(undefined)
      return
    }
    this.tap = { at: nowMs, share: first, isStill: true }
    this.target.showCursor(this.timeAt(first))
  }

  move(shares: readonly number[]): void {
    const [first, second] = shares
    if (first === undefined) return
    if (this.pinch && second !== undefined) {
      this.target.showRange(pinched(this.pinch, [first, second], this.target.within()))
      return
    }
    // the finger that stays after a pinch points at nothing
    if (!this.tap) return
    if (Math.abs(first - this.tap.share) > stillShare) this.tap.isStill = false
    this.target.showCursor(this.timeAt(first))
  }

  /** @param left how many fingers are still down */
  up(left: number, nowMs: number): void {
    if (left > 0) return
    this.pinch = undefined
    const { tap, lastTap } = this
    this.tap = undefined
    if (!tap?.isStill || nowMs - tap.at > doubleTapMs) return
    const isSecond = nowMs - lastTap.at <= doubleTapMs * 2 && Math.abs(lastTap.share - tap.share) <= stillShare * 2
    this.lastTap = isSecond ? { at: -Infinity, share: 0 } : { at: nowMs, share: tap.share }
    if (isSecond) this.target.reset()
  }

  hover(share: number): void {
    this.target.showCursor(this.timeAt(share))
  }

  wheel(share: number, deltaX: number, deltaY: number, isZoom: boolean): void {
    const { target } = this
    const range = target.range()
    if (isZoom) {
      target.showRange(zoomed(range, Math.pow(wheelZoom, -deltaY), this.timeAt(share), target.within()))
    } else {
      target.showRange(panned(range, (deltaX / wheelPixels) * (range.to - range.from), target.within()))
    }
  }

  private timeAt(share: number): number {
    const { from, to } = this.target.range()
    return from + Math.min(1, Math.max(0, share)) * (to - from)
  }
}
