import { numberText } from './numberText'
import type { Points } from './points'
import type { TimeRange } from './range'
import { runsOf, type Run } from './runs'
import { statsOf } from './stats'
import { numberScale, timeMarks, type NumberScale, type TimeUnit } from './ticks'

/** What a chart is drawn from. Lengths are points of the screen. */
export interface FrameInput {
  /** the first is the one whose scale is written */
  series: readonly { points: Points; color: number }[]
  /** when the client was away */
  gaps: readonly TimeRange[]
  range: TimeRange
  width: number
  height: number
  fontSize: number
  /** where a finger is, epoch ms */
  cursorAt?: number
  offsetMs: (at: number) => number
  timeText: (at: number, unit: TimeUnit) => string
}

export interface Label {
  x: number
  y: number
  text: string
  align: 'left' | 'center' | 'right'
}

/** Everything to be drawn, in points of the screen: what a canvas, or a test, needs to know. */
export interface Frame {
  /** where the lines are */
  plot: { left: number; top: number; width: number; height: number }
  gaps: { x: number; width: number }[]
  gridY: number[]
  labels: Label[]
  /** x and y in turn; one point alone is a dot */
  lines: { color: number; runs: number[][] }[]
  /** at the points nearest to the finger: `x` is that of the first line's */
  cursor?: { x: number; dots: { x: number; y: number; color: number }[] }
  /** each line has a scale of its own, since one for all would flatten some */
  isScaledApart: boolean
}

const topRoom = 6

export function frameOf(input: FrameInput): Frame {
  const { series, gaps, range, width, height, fontSize } = input
  const scales = scalesOf(series, range)
  const { own, isScaledApart } = scales
  const scale = own[0] ?? numberScale(0, 1)
  const texts = scale.marks.map((mark) => numberText(mark, scale.decimals))
  const right = Math.ceil(Math.max(0, ...texts.map((text) => text.length)) * fontSize * 0.62 + 10)
  const plot = { left: 0, top: topRoom, width: Math.max(1, width - right), height: height - topRoom - fontSize * 2 - 4 }
  const x = (at: number) => plot.left + ((at - range.from) / (range.to - range.from)) * plot.width
  const yOf = (of: NumberScale) => (value: number) =>
    plot.top + plot.height * (1 - (value / 2 - of.low / 2) / (of.high / 2 - of.low / 2))
  const gridY = scale.marks.map(yOf(scale))
  const labels = texts.map((text, i): Label => ({ x: width, y: gridY[i] ?? 0, text, align: 'right' }))
  const columns = Math.ceil(plot.width)
  return {
    plot,
    gaps: gaps
      .filter(({ from, to }) => to > range.from && from < range.to)
      .map(({ from, to }) => {
        const left = Math.max(plot.left, x(from))
        // so short an absence still shows
        return { x: left, width: Math.max(1, Math.min(plot.left + plot.width, x(to)) - left) }
      }),
    gridY,
    labels: [...labels, ...timeLabels(input, plot, x)],
    lines: series.map(({ points, color }, i) => {
      const y = yOf(own[i] ?? scale)
      return { color, runs: runsOf(points, range, gaps, columns).map((run) => placed(run, x, y)) }
    }),
    cursor: cursorOf(input, x, (i) => yOf(own[i] ?? scale)),
    isScaledApart,
  }
}

function placed({ times, values }: Run, x: (at: number) => number, y: (value: number) => number): number[] {
  const line: number[] = []
  for (let i = 0; i < times.length; i += 1) line.push(x(times[i] ?? NaN), y(values[i] ?? NaN))
  return line
}

/** One scale for all, unless it would flatten a line to less than a quarter of the height. */
function scalesOf(series: FrameInput['series'], range: TimeRange): { own: NumberScale[]; isScaledApart: boolean } {
  const spans = series.map(({ points }) => statsOf(points, range))
  const known = spans.filter((span) => span !== undefined)
  if (known.length === 0) return { own: series.map(() => numberScale(0, 1)), isScaledApart: false }
  const min = Math.min(...known.map((span) => span.min))
  const max = Math.max(...known.map((span) => span.max))
  const moving = known.filter((span) => span.max > span.min)
  const isScaledApart =
    known.length > 1 &&
    (moving.length === 0 ? max > min : moving.some((span) => span.max / 4 - span.min / 4 < (max / 4 - min / 4) / 4))
  const all = numberScale(min, max)
  return { own: spans.map((span) => (isScaledApart && span ? numberScale(span.min, span.max) : all)), isScaledApart }
}

function timeLabels(input: FrameInput, plot: Frame['plot'], x: (at: number) => number): Label[] {
  const { range, height, fontSize, offsetMs, timeText } = input
  const unitText = timeText(range.to, timeMarks(range, 4, offsetMs).unit)
  const labelWidth = unitText.length * fontSize * 0.62
  const most = Math.max(1, Math.min(5, Math.floor(plot.width / (labelWidth * 1.35))))
  const { at, unit } = timeMarks(range, most, offsetMs)
  const room = labelWidth / 2
  const labels: Label[] = []
  for (const moment of at) {
    const centre = Math.min(plot.left + plot.width - room, Math.max(plot.left + room, x(moment)))
    const before = labels[labels.length - 1]
    // moved in from the edge it may meet its neighbour
    if (before && centre - before.x < labelWidth * 1.15) continue
    labels.push({ x: centre, y: height - fontSize, text: timeText(moment, unit), align: 'center' })
  }
  return labels
}

function cursorOf(
  { series, range, cursorAt }: FrameInput,
  x: (at: number) => number,
  y: (index: number) => (value: number) => number,
): Frame['cursor'] {
  if (cursorAt === undefined || cursorAt < range.from || cursorAt > range.to) return undefined
  const dots: { x: number; y: number; color: number }[] = []
  series.forEach(({ points, color }, i) => {
    const nearest = points.nearest(cursorAt)
    const at = points.timeAt(nearest)
    if (at >= range.from && at <= range.to) dots.push({ x: x(at), y: y(i)(points.valueAt(nearest)), color })
  })
  const [first] = dots
  return first && { x: first.x, dots }
}
