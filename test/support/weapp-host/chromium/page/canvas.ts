import type { CanvasCommand } from '../../types'

/** Does on a real canvas what the app called on its node. */
export function drawOn(canvas: HTMLCanvasElement, commands: readonly CanvasCommand[]): void {
  const pen = canvas.getContext('2d')
  if (!pen) return
  for (const [name, ...values] of commands) {
    if (name === 'size') Object.assign(canvas, { width: values[0], height: values[1] })
    else if (name === 'set') Object.assign(pen, { [String(values[0])]: values[1] })
    else (pen[name as 'fillRect'] as (...all: unknown[]) => void).apply(pen, values)
  }
}
