/** What of a 2D context is used: the same on both platforms. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'lineCap'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
  | 'setTransform'
  | 'clearRect'
  | 'fillRect'
  | 'save'
  | 'restore'
  | 'beginPath'
  | 'rect'
  | 'clip'
  | 'moveTo'
  | 'lineTo'
  | 'arc'
  | 'stroke'
  | 'fill'
  | 'setLineDash'
  | 'fillText'
>

/** The node behind a Canvas of type 2d. Its width and height are in pixels of the device. */
export interface CanvasNode {
  width: number
  height: number
  getContext(kind: '2d'): Pen | null
}

/** What a mouse does over a canvas. x is in points of the page. */
export interface MouseListener {
  onHover: (x: number) => void
  onLeave: () => void
  /** a wheel with Ctrl, or a pinch on a touch pad; else it moves along */
  onWheel: (x: number, deltaX: number, deltaY: number, isZoom: boolean) => void
  onDoubleClick: () => void
}

export interface CanvasPlatform {
  /** Whether the system is dark, where the page's class leaves that to CSS. */
  isSystemDark(): boolean
  /** @returns ends the listening */
  onSystemDarkChange(listener: () => void): () => void
  /** The window has another size. @returns ends the listening */
  onResize(listener: () => void): () => void
  /** @returns ends the listening */
  listenToMouse(id: string, listener: MouseListener): () => void
}
