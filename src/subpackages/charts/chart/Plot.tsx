import { Canvas, View, type BaseEventOrig, type ITouchEvent } from '@tarojs/components'
import { useEffect, useState } from 'react'
import type { Chart, ChartState } from '@/features/charts/chart'
import { a11y } from '@/ui/a11y'
import { canvasPlatform } from './canvasPlatform'
import { Painter } from './painter'
import { useCanvas } from './useCanvas'
import { useCanvasTheme } from './useCanvasTheme'
import type { View as ShownView } from './useView'

interface PlotProps {
  chart: Chart
  state: ChartState
  view: ShownView
  /** What a screen reader says instead of the picture */
  description: string
  onApart: (isScaledApart: boolean) => void
}

const canvasId = 'chart-canvas'

/** The lines: drawn at once when a finger moves, not in the rhythm of React. */
export function Plot({ chart, state, view, description, onApart }: PlotProps) {
  const canvas = useCanvas(canvasId)
  const theme = useCanvasTheme()
  const [painter] = useState(() => new Painter(chart.store, view, onApart))
  const { gestures } = painter
  useEffect(() => painter.drawOn(canvas, theme), [painter, canvas, theme, state])
  useEffect(() => view.onChange(() => painter.paint()), [view, painter])
  useEffect(
    () =>
      canvasPlatform.listenToMouse(canvasId, {
        onHover: (x) => gestures.hover(painter.share(x)),
        onLeave: () => view.showCursor(undefined),
        onWheel: (x, dx, dy, isZoom) => gestures.wheel(painter.share(x), dx, dy, isZoom),
        onDoubleClick: () => view.reset(),
      }),
    [painter, gestures, view],
  )
  const shares = (event: BaseEventOrig) => touchesOf(event).map(({ clientX }) => painter.share(clientX))
  const up = (event: BaseEventOrig) => gestures.up(touchesOf(event).length, event.timeStamp)
  return (
    <View
      className="chart-plot"
      catchMove
      onTouchStart={(event) => gestures.down(shares(event), event.timeStamp)}
      onTouchMove={(event) => gestures.move(shares(event))}
      onTouchEnd={up}
      onTouchCancel={up}
      {...a11y({ role: 'img', label: description })}
    >
      <Canvas type="2d" id={canvasId} canvasId={canvasId} className="chart-canvas" disableScroll />
    </View>
  )
}

/** Taro's types know touches on a type of their own only. */
const touchesOf = (event: BaseEventOrig) => Array.from((event as ITouchEvent).touches)
