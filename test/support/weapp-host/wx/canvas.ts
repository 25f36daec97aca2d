import type { Renderer } from '../view/renderer'
import type { CanvasCommand } from '../types'
import type { WxContext } from './context'

/** Of CanvasRenderingContext2D: https://developers.weixin.qq.com/miniprogram/dev/api/canvas/RenderingContext.html */
const methods = [
  ...['setTransform', 'save', 'restore', 'translate', 'scale', 'rotate', 'clearRect', 'fillRect', 'strokeRect'],
  ...['beginPath', 'closePath', 'rect', 'clip', 'moveTo', 'lineTo', 'arc', 'quadraticCurveTo', 'bezierCurveTo'],
  ...['stroke', 'fill', 'setLineDash', 'fillText', 'strokeText'],
] as const

/** Plain properties: what the app sets takes effect at the next call, as far as anybody can see. */
const properties = {
  fillStyle: '#000000',
  strokeStyle: '#000000',
  lineWidth: 1,
  lineJoin: 'miter',
  lineCap: 'butt',
  font: '10px sans-serif',
  textAlign: 'start',
  textBaseline: 'alphabetic',
  globalAlpha: 1,
}

/** Where the view found a canvas. */
export interface FoundCanvas {
  id: string
  width: number
  height: number
}

/**
 * The node of a canvas of type 2d, in the logic layer: what is called on it is recorded and sent to the view once a turn,
 * where a real canvas draws it. `measureText` is missing: its answer would be a guess.
 * https://developers.weixin.qq.com/miniprogram/dev/api/canvas/Canvas.html
 */
export function canvasNode(context: WxContext, renderer: Renderer, pageId: number, found: FoundCanvas): unknown {
  const { realm, canvases } = context
  const known = canvases.nodes.get(`${pageId} ${found.id}`)
  if (known) return known
  let commands: CanvasCommand[] = []
  const record = (...command: CanvasCommand) => {
    if (commands.length === 0) setImmediate(send)
    commands.push(command)
  }
  const send = () => {
    const batch = commands
    commands = []
    canvases.drawn.set(found.id, batch)
    void renderer.draw(pageId, found.id, batch)
  }
  const node = realm.toRealm({ width: found.width, height: found.height }) as Record<string, unknown>
  const size = { width: NaN, height: NaN }
  const pen = realm.toRealm({ ...properties, canvas: undefined }) as Record<string, unknown>
  const styles = new Map<string, unknown>()
  const follow = () => {
    if (node.width !== size.width || node.height !== size.height) {
      Object.assign(size, { width: node.width, height: node.height })
      // a canvas that is given a size forgets everything
      styles.clear()
      record('size', Number(node.width), Number(node.height))
    }
    for (const name of Object.keys(properties)) {
      if (styles.get(name) === pen[name]) continue
      styles.set(name, pen[name])
      record('set', name, String(pen[name]))
    }
  }
  for (const name of methods) {
    pen[name] = realm.toRealm((...values: unknown[]) => {
      follow()
      record(
        name,
        ...values.map((value) => (Array.isArray(value) ? [...(value as number[])] : (value as number | string))),
      )
      // what restore brings back is not read from here: all is set again
      if (name === 'restore') styles.clear()
    })
  }
  node.getContext = realm.toRealm((kind: unknown) => (kind === '2d' ? pen : null))
  canvases.nodes.set(`${pageId} ${found.id}`, node)
  return node
}
