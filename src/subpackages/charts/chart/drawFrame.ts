import type { Frame } from '@/core/chart/frame'
import type { CanvasColors } from '@/ui/canvasColors'
import type { Pen } from './canvasTypes'

const lineWidth = 1.75
const dotRadius = 2
const cursorRadius = 5

/** Draws a frame on a canvas. @param scale pixels of the device to a point */
export function drawFrame(
  pen: Pen,
  frame: Frame,
  {
    size,
    scale,
    colors,
    font,
  }: { size: { width: number; height: number }; scale: number; colors: CanvasColors; font: string },
): void {
  const { plot, gaps, gridY, labels, lines, cursor } = frame
  pen.setTransform(scale, 0, 0, scale, 0, 0)
  pen.clearRect(0, 0, size.width, size.height)
  pen.fillStyle = colors.gap
  for (const { x, width } of gaps) pen.fillRect(x, 0, width, plot.top + plot.height + 6)
  pen.strokeStyle = colors.line
  pen.lineWidth = 1
  for (const y of gridY) strokePath(pen, [plot.left, y, plot.left + plot.width, y])
  pen.fillStyle = colors.text
  pen.font = font
  pen.textBaseline = 'middle'
  for (const { x, y, text, align } of labels) {
    pen.textAlign = align
    pen.fillText(text, x, y)
  }
  pen.save()
  pen.beginPath()
  // half a line's width more, so that the highest is not cut in half
  pen.rect(plot.left, plot.top - lineWidth, plot.width + dotRadius, plot.height + 2 * lineWidth)
  pen.clip()
  // the first lies over the others
  for (const line of [...lines].reverse()) drawLine(pen, line.runs, colors.series[line.color] ?? colors.text)
  pen.restore()
  if (cursor) drawCursor(pen, cursor, plot.top + plot.height, colors)
}

function drawLine(pen: Pen, runs: readonly number[][], color: string): void {
  pen.strokeStyle = color
  pen.fillStyle = color
  pen.lineWidth = lineWidth
  pen.lineJoin = 'round'
  pen.lineCap = 'round'
  for (const run of runs) {
    if (run.length > 2) strokePath(pen, run)
    else dot(pen, run[0] ?? NaN, run[1] ?? NaN, dotRadius)
  }
}

function strokePath(pen: Pen, path: readonly number[]): void {
  pen.beginPath()
  pen.moveTo(path[0] ?? 0, path[1] ?? 0)
  for (let i = 2; i + 1 < path.length; i += 2) pen.lineTo(path[i] ?? 0, path[i + 1] ?? 0)
  pen.stroke()
}

function dot(pen: Pen, x: number, y: number, radius: number): void {
  pen.beginPath()
  pen.arc(x, y, radius, 0, 2 * Math.PI)
  pen.fill()
}

function drawCursor(pen: Pen, cursor: NonNullable<Frame['cursor']>, bottom: number, colors: CanvasColors): void {
  pen.strokeStyle = colors.text
  pen.lineWidth = 1
  pen.setLineDash([2, 3])
  strokePath(pen, [cursor.x, 0, cursor.x, bottom + 6])
  pen.setLineDash([])
  for (const { x, y, color } of cursor.dots) {
    pen.fillStyle = colors.ground
    dot(pen, x, y, cursorRadius + 1)
    pen.fillStyle = colors.series[color] ?? colors.text
    dot(pen, x, y, cursorRadius - 1)
  }
}
