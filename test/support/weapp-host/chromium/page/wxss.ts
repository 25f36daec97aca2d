import type { StyleParts } from '../styles'

/** WeChat's rounding: down, but never to nothing. */
export function rpxToPx(rpx: number, width: number, pixelRatio: number): number {
  if (rpx === 0) return 0
  const px = Math.floor((Math.abs(rpx) / 750) * width + 1e-4) || (pixelRatio === 1 ? 1 : 0.5)
  return rpx < 0 ? -px : px
}

/** CSS for this screen. wcsc made `body` of `page`; here it is `wx-page`. */
export function renderStyle(parts: StyleParts, width: number, pixelRatio: number): string {
  return parts
    .map((part) => (typeof part === 'number' ? `${rpxToPx(part, width, pixelRatio)}px` : part))
    .join('')
    .replace(/(^|[},\s])body(?=[\s{,.:>[])/g, '$1wx-page')
}

/** Style sheets of the app and of the page in front. */
export class StyleSheets {
  private readonly sheets = new Map<string, HTMLStyleElement>()

  constructor(
    private readonly styles: Record<string, StyleParts>,
    private readonly width: number,
  ) {}

  /** The app's sheet always holds, a page's only while it is in front. */
  showFor(route: string): void {
    this.add('app')
    this.add(route)
    for (const [name, sheet] of this.sheets) sheet.disabled = name !== 'app' && name !== route
  }

  private add(name: string): void {
    const parts = this.styles[name]
    if (!parts || this.sheets.has(name)) return
    const sheet = document.createElement('style')
    sheet.textContent = renderStyle(parts, this.width, devicePixelRatio)
    document.head.append(sheet)
    this.sheets.set(name, sheet)
  }
}
