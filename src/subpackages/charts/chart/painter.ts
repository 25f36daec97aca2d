import type { StoreApi } from 'zustand/vanilla'
import { frameOf } from '@/core/chart/frame'
import type { ChartState } from '@/features/charts/chart'
import { textScale } from '@/ui/appearance'
import { canvasColors } from '@/ui/canvasColors'
import type { Theme } from '@/ui/platformTypes'
import { drawFrame } from './drawFrame'
import { Gestures } from './gestures'
import { rangeOf, withinOf } from './shownRange'
import { markText } from './timeWords'
import type { ReadyCanvas } from './useCanvas'
import type { View } from './useView'

const fontPoints = 11

/** Draws a chart whenever it is asked, from what is newest, and knows which moment lies under a finger. */
export class Painter {
  readonly gestures: Gestures
  private canvas: ReadyCanvas | undefined
  private theme: Theme = 'light'
  private plotWidth = 1

  constructor(
    private readonly store: StoreApi<ChartState>,
    private readonly view: View,
    /** told whether each line has a scale of its own */
    private readonly onApart: (isScaledApart: boolean) => void,
  ) {
    const choice = () => view.current().choice
    this.gestures = new Gestures({
      range: () => rangeOf(choice(), store.getState()),
      within: () => withinOf(choice(), store.getState()),
      showRange: (range) => view.show({ kind: 'own', range }),
      showCursor: (at) => view.showCursor(at),
      reset: () => view.reset(),
    })
  }

  drawOn(canvas: ReadyCanvas | undefined, theme: Theme): void {
    this.canvas = canvas
    this.theme = theme
    this.paint()
  }

  paint(): void {
    const { canvas, theme } = this
    if (!canvas) return
    const state = this.store.getState()
    const { choice, cursorAt } = this.view.current()
    const { width, height, scale, pen } = canvas
    const fontSize = fontPoints * textScale()
    const frame = frameOf({
      series: state.lines.map(({ points, color }) => ({ points, color })),
      gaps: state.gaps,
      range: rangeOf(choice, state),
      ...{ width, height, fontSize, cursorAt, timeText: markText },
      offsetMs: (at) => -60_000 * new Date(at).getTimezoneOffset(),
    })
    this.plotWidth = frame.plot.width
    drawFrame(pen, frame, { size: canvas, scale, colors: canvasColors[theme], font: `${fontSize}px sans-serif` })
    this.onApart(frame.isScaledApart)
  }

  /** @param x in points of the page @returns of the width of the plot, 0 to 1 within it */
  share(x: number): number {
    return (x - (this.canvas?.left ?? 0)) / this.plotWidth
  }
}
