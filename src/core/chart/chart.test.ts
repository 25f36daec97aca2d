import fc from 'fast-check'
import { encodeUtf8 } from '../payload/utf8'
import { chartCsv } from './csv'
import { frameOf, type FrameInput } from './frame'
import { changeText, decimalsIn, numberText } from './numberText'
import { Points } from './points'
import { panned, pinched, shortestRangeMs, zoomed, type TimeRange } from './range'
import { runsOf } from './runs'
import { anyNumberFields, anyNumberReader, chartedFormat } from './anyNumbers'
import { numberFields, seriesName } from './series'
import { statsOf } from './stats'
import { numberScale, timeMarks } from './ticks'

interface Point {
  at: number
  value: number
}

const pointsOf = (list: readonly Point[], capacity = 100_000) => {
  const points = new Points(capacity)
  for (const { at, value } of list) points.add(at, value)
  return points
}
const listOf = (points: Points): Point[] =>
  Array.from({ length: points.length }, (_, i) => ({ at: points.timeAt(i), value: points.valueAt(i) }))
/** Stable, as arrivals of one moment keep their order. */
const sorted = (list: readonly Point[]) => list.map((p) => p).sort((a, b) => a.at - b.at)

const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 })
const point = fc.record({ at: fc.integer({ min: 0, max: 100_000 }), value })
const pointList = fc.array(point, { maxLength: 1_000, size: 'max' })
const range = fc
  .tuple(fc.integer({ min: -5_000, max: 105_000 }), fc.integer({ min: 1, max: 60_000 }))
  .map(([from, span]): TimeRange => ({ from, to: from + span }))

describe('points', () => {
  it('are in the order of their time, however they come', () => {
    fc.assert(
      fc.property(pointList, (list) => expect(listOf(pointsOf(list))).toEqual(sorted(list))),
      { numRuns: 20 },
    )
  })

  it('keep to their room, and the newest stay', () => {
    const points = new Points(80)
    for (let i = 0; i < 1_000; i += 1) points.add(i, i)
    expect(points.length).toBeLessThanOrEqual(80)
    expect(points.length).toBeGreaterThanOrEqual(70)
    expect(points.timeAt(points.length - 1)).toBe(999)
    expect(listOf(points)).toEqual(
      listOf(points).map((_, i) => ({ at: 1_000 - points.length + i, value: expect.any(Number) as number })),
    )
  })

  it('take older ones before them, the newest of those when there is no room for all', () => {
    const points = pointsOf([{ at: 10, value: 1 }], 3)
    const older = [9, 8, 7].map((at) => ({ at, value: at }))
    expect(points.addOlder(older)).toBe(false)
    expect(listOf(points).map(({ at }) => at)).toEqual([8, 9, 10])
  })

  it('take older ones whose clock went backwards in their place by time', () => {
    const points = pointsOf([{ at: 10, value: 1 }])
    expect(
      points.addOlder([
        { at: 12, value: 2 },
        { at: 5, value: 3 },
      ]),
    ).toBe(true)
    expect(listOf(points).map(({ at }) => at)).toEqual([5, 10, 12])
  })

  it('leave out what is no number', () => {
    const points = pointsOf([
      { at: 1, value: NaN },
      { at: NaN, value: 1 },
      { at: 2, value: Infinity },
    ])
    points.addOlder([{ at: 0, value: NaN }])
    expect(points.length).toBe(0)
    expect(points.nearest(1)).toBe(-1)
  })

  it('find the nearest in time', () => {
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 1, maxLength: 50 }),
        fc.integer({ min: -10, max: 100_010 }),
        (list, at) => {
          const points = pointsOf(list)
          const distance = Math.abs(points.timeAt(points.nearest(at)) - at)
          expect(distance).toBe(Math.min(...list.map((p) => Math.abs(p.at - at))))
        },
      ),
    )
  })
})

describe('min, mean and max', () => {
  it('are those of a plain look at every point within the range', () => {
    fc.assert(
      fc.property(pointList, range, (list, { from, to }) => {
        const within = sorted(list).filter(({ at }) => at >= from && at <= to)
        const stats = statsOf(pointsOf(list), { from, to })
        if (within.length === 0) return expect(stats).toBeUndefined()
        const values = within.map((p) => p.value)
        expect(stats).toMatchObject({ count: values.length, min: Math.min(...values), max: Math.max(...values) })
        const mean = values.reduce((sum, v) => sum + v, 0) / values.length
        expect(stats?.mean).toBeCloseTo(mean, 6)
        expect(within.find(({ at, value: v }) => at === stats?.minAt && v === stats.min)).toBeDefined()
        expect(within.find(({ at, value: v }) => at === stats?.maxAt && v === stats.max)).toBeDefined()
        expect(stats?.change).toBe((values[values.length - 1] ?? 0) - (values[0] ?? 0))
      }),
      { numRuns: 30 },
    )
  })

  it('hold at the ends of what a double can hold', () => {
    const stats = statsOf(pointsOf([1, 2, 3, 4].map((at) => ({ at, value: 1.7e308 }))), { from: 0, to: 9 })
    expect(stats?.mean).toBeCloseTo(1.7e308, -300)
  })
})

describe('what is drawn of many points', () => {
  const columns = 100

  it('has the lowest and the highest of every column of pixels, and nothing that was not sent', () => {
    fc.assert(
      fc.property(pointList, range, (list, shown) => {
        const points = pointsOf(list)
        const drawn = runsOf(points, shown, [], columns).flatMap((run) =>
          run.times.map((at, i) => ({ at, value: run.values[i] })),
        )
        const sent = new Set(list.map((p) => `${p.at} ${p.value}`))
        expect(drawn.filter((p) => !sent.has(`${p.at} ${p.value}`))).toEqual([])
        expect(drawn.map(({ at }) => at)).toEqual(drawn.map(({ at }) => at).sort((a, b) => a - b))
        const extremes = (of: readonly { at: number; value: number | undefined }[]) => {
          const byColumn = new Map<number, [number, number]>()
          for (const { at, value: v = NaN } of of) {
            if (at < shown.from || at > shown.to) continue
            const column = Math.floor((at - shown.from) / ((shown.to - shown.from) / columns))
            const [low, high] = byColumn.get(column) ?? [v, v]
            byColumn.set(column, [Math.min(low, v), Math.max(high, v)])
          }
          return byColumn
        }
        expect(extremes(drawn)).toEqual(extremes(sorted(list)))
      }),
      { numRuns: 20 },
    )
  })

  it('is bounded by the pixels, not by the points', () => {
    const points = new Points(100_000)
    for (let i = 0; i < 100_000; i += 1) points.add(i, Math.sin(i / 7))
    const drawn = runsOf(points, { from: 0, to: 99_999 }, [], 300).reduce((sum, run) => sum + run.times.length, 0)
    expect(drawn).toBeLessThanOrEqual(4 * 302)
  })

  it('never joins points over a time away', () => {
    const gapOf = fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 30_000 }))
    fc.assert(
      fc.property(pointList, range, fc.array(gapOf, { maxLength: 5 }), (list, shown, spans) => {
        const gaps = spans.map(([from, length]) => ({ from, to: from + length }))
        // nothing arrives while one is away
        const arrived = list.filter(({ at }) => !gaps.some((gap) => at > gap.from && at < gap.to))
        const points = pointsOf(arrived)
        const bridged = runsOf(points, shown, gaps, columns).filter(({ times }) =>
          times.some((b, i) => gaps.some((gap) => i > 0 && (times[i - 1] ?? 0) <= gap.from && b >= gap.to)),
        )
        expect(bridged).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

describe('scales', () => {
  it('hold every value between few round marks', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const { low, high, marks, decimals } = numberScale(Math.min(a, b), Math.max(a, b))
        expect(low).toBeLessThanOrEqual(Math.min(a, b) + 1e-8 * (high - low))
        expect(high).toBeGreaterThanOrEqual(Math.max(a, b) - 1e-8 * (high - low))
        expect(marks.length).toBeGreaterThanOrEqual(2)
        expect(marks.length).toBeLessThanOrEqual(5)
        expect(high).toBeGreaterThan(low)
        expect(decimals).toBeLessThanOrEqual(12)
      }),
    )
  })

  it.each([
    [22.8, 25.3, [22, 23, 24, 25, 26], 0],
    [23.1, 24.4, [23, 23.5, 24, 24.5], 1],
    [0, 0, [-1, -0.5, 0, 0.5, 1], 1],
    [50, 50, [46, 48, 50, 52, 54], 0],
    [0, 100, [0, 25, 50, 75, 100], 0],
  ])('from %d to %d has %j', (min, max, marks, decimals) => {
    expect(numberScale(min, max)).toMatchObject({ marks, decimals })
  })

  it.each([
    [-1.7e308, 1.7e308],
    [1e15, 1e15 + 0.125],
    [5e-324, 1e-323],
  ])('end, too, from %d to %d', (min, max) => {
    expect(numberScale(min, max).marks.every(Number.isFinite)).toBe(true)
  })

  it('mark round times of the local clock', () => {
    const offsetMs = () => 8 * 3_600_000
    const from = Date.UTC(2026, 0, 2, 5, 22)
    const { at, unit } = timeMarks({ from, to: from + 3_600_000 }, 4, offsetMs)
    expect(at.map((ms) => new Date(ms).toISOString().slice(11, 16))).toEqual(['05:30', '05:45', '06:00', '06:15'])
    expect(unit).toBe('minute')
  })

  it('mark midnight when days are shown, half-hour zones and the change of clocks included', () => {
    const change = Date.UTC(2026, 2, 29, 1)
    const offsetMs = (at: number) => (at < change ? 3_600_000 : 7_200_000)
    const { at, unit } = timeMarks({ from: change - 2 * 86_400_000, to: change + 2 * 86_400_000 }, 5, offsetMs)
    expect(unit).toBe('day')
    expect(at.map((ms) => new Date(ms + offsetMs(ms)).toISOString().slice(11, 16))).toEqual(at.map(() => '00:00'))
  })

  it('are few, within the range and in order', () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 1, max: 8 }), fc.integer({ min: -56, max: 56 }), (shown, most, quarters) => {
        const { at } = timeMarks(shown, most, () => quarters * 900_000)
        expect(at.length).toBeLessThanOrEqual(most + 1)
        expect(at.every((ms, i) => ms >= shown.from && ms <= shown.to && ms > (at[i - 1] ?? -Infinity))).toBe(true)
      }),
    )
  })
})

describe('ranges', () => {
  const within = { from: 0, to: 100_000 }
  const inside = fc
    .tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 200, max: 10_000 }))
    .map(([from, span]) => ({ from, to: from + span }))

  it('keep the moment under the finger while they are zoomed, and stay within what there is', () => {
    fc.assert(
      fc.property(
        inside,
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (shown, factor, share) => {
          const about = shown.from + share * (shown.to - shown.from)
          const next = zoomed(shown, factor, about, within)
          expect(next.from).toBeGreaterThanOrEqual(within.from)
          expect(next.to).toBeLessThanOrEqual(within.to + 1e-6)
          expect(next.to - next.from).toBeGreaterThanOrEqual(shortestRangeMs - 1e-6)
          const isHeld = next.from > within.from && next.to < within.to - 1e-6
          if (isHeld) expect((about - next.from) / (next.to - next.from)).toBeCloseTo(share, 6)
        },
      ),
    )
  })

  it('move without changing their length, and stop at the ends', () => {
    expect(panned({ from: 10, to: 20 }, 5, within)).toEqual({ from: 15, to: 25 })
    expect(panned({ from: 10, to: 20 }, -50, within)).toEqual({ from: 0, to: 10 })
    expect(panned({ from: 10, to: 20 }, 1e9, within)).toEqual({ from: 99_990, to: 100_000 })
  })

  it('follow two fingers: what was under them stays', () => {
    const start = { range: { from: 40_000, to: 60_000 }, fingers: [0.25, 0.75] as const }
    const next = pinched(start, [0.1, 0.6], within)
    expect(next).toEqual({ from: 43_000, to: 63_000 })
    const closer = pinched(start, [0, 1], within)
    expect(closer).toEqual({ from: 45_000, to: 55_000 })
  })
})

describe('numbers in words', () => {
  it.each([
    [24.6, undefined, '24.6'],
    [24.600000000000001, undefined, '24.6'],
    [812, undefined, '812'],
    [1_234_567, undefined, '1,234,567'],
    [0.00001234, undefined, '1.234e-5'],
    [1.5e21, undefined, '1.5e21'],
    [0, undefined, '0'],
    [24, 1, '24.0'],
    [-1_234.5, 2, '-1,234.50'],
  ])('%d with %s digits is %s', (number, decimals, text) => expect(numberText(number, decimals)).toBe(text))

  it('have a sign when they are a difference', () => {
    expect([1.8, -0.3, 0, 0.001].map((n) => changeText(n, 1))).toEqual(['+1.8', '−0.3', '±0.0', '±0.0'])
  })

  it('have as many digits as what was sent', () => {
    expect(decimalsIn([24.6, 22.85])).toBe(2)
    expect(decimalsIn([1 / 3])).toBe(4)
    expect(decimalsIn([])).toBe(0)
  })
})

describe('numbers in payloads', () => {
  const bytes = encodeUtf8('{"temp":24.6,"in":{"a":[1,{"x y":-2}]},"name":"7","on":true,"big":1e999}')

  it('are found with their paths', () => {
    expect(numberFields(bytes)).toEqual([
      { path: '$.temp', value: 24.6 },
      { path: '$.in.a[0]', value: 1 },
      { path: '$.in.a[1]["x y"]', value: -2 },
    ])
    expect(numberFields(encodeUtf8('24.6'))).toEqual([{ path: '$', value: 24.6 }])
    expect(numberFields(encodeUtf8('{"temp":'))).toEqual([])
  })

  it('are read by their path', () => {
    const json = { topic: 'a', payload: bytes }
    expect(anyNumberReader('$.in.a[1]["x y"]')(json)).toBe(-2)
    expect(anyNumberReader('$.name')(json)).toBeUndefined()
    expect(anyNumberReader('$$')(json)).toBeUndefined()
    expect(seriesName({ topic: 'a', path: '$.in.a[0]' })).toBe('in.a[0]')
  })

  it.each([
    // { "t": 21.5, "in": { "h": 61, "name": "x" }, "n": [1, 2] }
    ['cbor', 'a36174f94d6062696ea26168183d646e616d656178616e820102'],
    ['messagePack', '83a174cb4035800000000000a2696e82a1683da46e616d65a178a16e920102'],
  ])('are found in %s, too', (format, hex) => {
    const message = { topic: 'a', payload: Uint8Array.from(Buffer.from(hex, 'hex')) }
    expect(chartedFormat(message)).toBe(format)
    expect(anyNumberFields(message)).toEqual([
      { path: '$.t', value: 21.5 },
      { path: '$.in.h', value: 61 },
      { path: '$.n[0]', value: 1 },
      { path: '$.n[1]', value: 2 },
    ])
    expect(anyNumberReader('$.in.h')(message)).toBe(61)
    expect(anyNumberReader('$.in.name')(message)).toBeUndefined()
  })

  it('are not looked for in what is no structure', () => {
    expect(chartedFormat({ topic: 'a', payload: encodeUtf8('温度 21.5') })).toBeUndefined()
    expect(chartedFormat({ topic: 'a', payload: new Uint8Array(0) })).toBeUndefined()
  })
})

describe('a frame', () => {
  const three = pointsOf([0, 1, 2].map((i) => ({ at: i * 1_000, value: 20 + i * 2 })))
  const input: FrameInput = {
    series: [{ points: three, color: 2 }],
    gaps: [],
    range: { from: 0, to: 2_000 },
    width: 300,
    height: 200,
    fontSize: 11,
    offsetMs: () => 0,
    timeText: (at) => String(at),
  }

  it('has the points where their time and value are', () => {
    const { lines, plot, gridY } = frameOf(input)
    const [bottom, , middle, , top] = gridY
    expect(lines).toEqual([{ color: 2, runs: [[0, bottom, plot.width / 2, middle, plot.width, top]] }])
    expect(top).toBe(plot.top)
    expect(bottom).toBe(plot.top + plot.height)
  })

  it('shades a gap and breaks the line there', () => {
    const { gaps, lines, plot } = frameOf({ ...input, gaps: [{ from: 1_200, to: 1_800 }] })
    expect(gaps).toEqual([{ x: plot.width * 0.6, width: expect.closeTo(plot.width * 0.3) as number }])
    expect(lines[0]?.runs.map((run) => run.length / 2)).toEqual([2, 1])
  })

  it('gives lines scales of their own when one for all would flatten one', () => {
    const far = pointsOf([0, 1, 2].map((i) => ({ at: i * 1_000, value: 800 + i })))
    const near = pointsOf([0, 1, 2].map((i) => ({ at: i * 1_000, value: 21 + i })))
    expect(frameOf({ ...input, series: [...input.series, { points: near, color: 3 }] }).isScaledApart).toBe(false)
    const apart = frameOf({ ...input, series: [...input.series, { points: far, color: 3 }] })
    expect(apart.isScaledApart).toBe(true)
    const heights = (apart.lines[1]?.runs[0] ?? []).filter((_, i) => i % 2 === 1)
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(100)
  })

  it('has a cursor with a dot on every line', () => {
    const { cursor, gridY, plot } = frameOf({ ...input, cursorAt: 1_100 })
    expect(cursor).toEqual({ x: plot.width / 2, dots: [{ x: plot.width / 2, y: gridY[2], color: 2 }] })
  })

  it('has scales without any point', () => {
    const { lines, labels } = frameOf({ ...input, series: [{ points: new Points(10), color: 0 }] })
    expect(lines).toEqual([{ color: 0, runs: [] }])
    expect(labels.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
  })
})

describe('CSV', () => {
  it('has the shown points of all series by time, and no formula', () => {
    const a = pointsOf([1, 2, 3].map((at) => ({ at, value: at / 2 })))
    const b = pointsOf([{ at: 2, value: 7 }])
    const series = [
      { ref: { topic: 'a', path: '$.x' }, points: a },
      { ref: { topic: '=1+1,"', path: '$' }, points: b },
    ]
    const csv = chartCsv(series, { from: 2, to: 3 }, String, 10)
    expect(csv.text.split('\r\n')).toEqual(['time,topic,field,value', '2,a,x,1', `2,"'=1+1,""",,7`, '3,a,x,1.5', ''])
    expect(csv).toMatchObject({ rows: 3, isCut: false })
    expect(chartCsv(series, { from: 0, to: 3 }, String, 2)).toMatchObject({ rows: 2, isCut: true })
  })
})
