import type { TimeRange } from '@/core/chart/range'
import { Gestures } from './gestures'

function chart(range: TimeRange = { from: 40_000, to: 60_000 }) {
  const state = { range, cursorAt: undefined as number | undefined, resets: 0 }
  const gestures = new Gestures({
    range: () => state.range,
    within: () => ({ from: 0, to: 100_000 }),
    showRange: (next) => (state.range = next),
    showCursor: (at) => (state.cursorAt = at),
    reset: () => (state.resets += 1),
  })
  return { state, gestures }
}

describe('a chart under fingers', () => {
  it('shows the moment under one finger, also beyond the edge', () => {
    const { state, gestures } = chart()
    gestures.down([0.25], 0)
    expect(state.cursorAt).toBe(45_000)
    gestures.move([1.4])
    expect(state.cursorAt).toBe(60_000)
    gestures.up(0, 500)
    expect([state.cursorAt, state.range]).toEqual([60_000, { from: 40_000, to: 60_000 }])
  })

  it('is zoomed by two, and the finger that stays points at nothing', () => {
    const { state, gestures } = chart()
    gestures.down([0.25], 0)
    gestures.down([0.25, 0.75], 10)
    expect(state.cursorAt).toBeUndefined()
    gestures.move([0, 1])
    expect(state.range).toEqual({ from: 45_000, to: 55_000 })
    gestures.up(1, 20)
    gestures.move([0.9])
    expect([state.cursorAt, state.range.from]).toEqual([undefined, 45_000])
    gestures.up(0, 30)
  })

  it('goes back at a double tap, not at two taps apart or at a drag', () => {
    const { state, gestures } = chart()
    const tap = (share: number, at: number, to = share) => {
      gestures.down([share], at)
      gestures.move([to])
      gestures.up(0, at + 50)
    }
    tap(0.2, 0)
    tap(0.8, 200)
    tap(0.2, 2_000)
    tap(0.2, 4_000)
    tap(0.2, 5_000, 0.6)
    tap(0.6, 5_200)
    expect(state.resets).toBe(0)
    tap(0.61, 5_400)
    expect(state.resets).toBe(1)
  })

  it('is zoomed and moved by a wheel', () => {
    const { state, gestures } = chart()
    gestures.wheel(0.5, 0, -400, true)
    expect(state.range.to - state.range.from).toBeLessThan(20_000)
    expect((state.range.from + state.range.to) / 2).toBeCloseTo(50_000)
    const span = state.range.to - state.range.from
    gestures.wheel(0.5, 400, 0, false)
    expect(state.range.to - state.range.from).toBeCloseTo(span)
    expect((state.range.from + state.range.to) / 2).toBeCloseTo(50_000 + span)
  })
})
