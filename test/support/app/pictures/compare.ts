import { chromium, type Browser, type Page } from 'playwright-core'
import { chromiumPath } from '../../requirements'

/**
 * Pictures are compared at a third of their points, of a page whose letters are blocks. A point is as it was when its colour
 * lies within what the points around it in the other picture span, and the other way round: how a machine smooths an edge
 * is no difference, and neither is a step of a point or two. A control that has moved further, or that is missing, a
 * colour that is another even by a shade, a word that is longer: each is some hundred points, and a few digits that a clock
 * or a counter shows are not.
 */
const pointsEach = 3
/** of 255, how far outside of that span a colour may lie */
const shade = 5
/** points that may differ */
const fewPoints = 30
/** Colours are rounded to this: a PNG of fewer colours is smaller. */
const step = 4

export interface SmallPicture {
  width: number
  height: number
  /** red, green, blue, alpha */
  pixels: Uint8Array
  /** a PNG of it */
  png: Buffer
}

export interface Comparison {
  isAlike: boolean
  /** how many points differ */
  count: number
  /** around all that differ, in points of the screen */
  at?: { left: number; top: number; right: number; bottom: number }
}

/** Makes pictures small, by a canvas of Chromium. */
export class PictureLab {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  static async open(): Promise<PictureLab> {
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] })
    return new PictureLab(browser, await browser.newPage())
  }

  /** A picture of a page of its own, the size of a phone. @param prepare called before the page has anything on it */
  async drawn(html: string, prepare?: (page: Page) => Promise<unknown>): Promise<Buffer> {
    const page = await this.browser.newPage({ viewport: { width: 375, height: 812 }, deviceScaleFactor: 2 })
    try {
      await page.setContent(html)
      await prepare?.(page)
      await page.evaluate(() => document.fonts.ready.then(() => undefined))
      return await page.screenshot()
    } finally {
      await page.close()
    }
  }

  /** @param width points of the screen */
  async small(png: Buffer, width = 375): Promise<SmallPicture> {
    const source = `data:image/png;base64,${png.toString('base64')}`
    const columns = Math.round(width / pointsEach)
    const { url, values, ...size } = await this.page.evaluate(shrunk, { source, columns, step })
    return { ...size, pixels: Buffer.from(values, 'base64'), png: Buffer.from(url.split(',')[1] ?? '', 'base64') }
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}

/** In the page. One that is small already stays as it is. */
async function shrunk({ source, columns, step }: { source: string; columns: number; step: number }) {
  const image = new Image()
  image.src = source
  await image.decode()
  const width = Math.min(columns, image.width)
  const height = Math.round((image.height * width) / image.width)
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, width, height)
  const picture = context.getImageData(0, 0, width, height)
  const { data } = picture
  for (let i = 0; i < data.length; i += 1) data[i] = Math.round((data[i] ?? 0) / step) * step
  context.putImageData(picture, 0, 0)
  let values = ''
  for (const value of data) values += String.fromCharCode(value)
  // as bytes: an array of numbers takes Playwright seconds
  return { width, height, values: btoa(values), url: canvas.toDataURL() }
}

/** @throws Error when they are not of one size */
export function compare(before: SmallPicture, after: SmallPicture): Comparison {
  const { width, height } = before
  if (width !== after.width || height !== after.height) throw new Error('pictures of two sizes')
  const found = new Set([...outside(before, after), ...outside(after, before)])
  const isAlike = found.size <= fewPoints
  if (found.size === 0) return { isAlike, count: 0 }
  const [xs, ys] = [[...found].map((i) => i % width), [...found].map((i) => Math.floor(i / width))]
  const at = {
    left: Math.min(...xs) * pointsEach,
    top: Math.min(...ys) * pointsEach,
    right: (Math.max(...xs) + 1) * pointsEach,
    bottom: (Math.max(...ys) + 1) * pointsEach,
  }
  return { isAlike, count: found.size, at }
}

/** Points of the one whose colour is none that the other has around there. */
function outside(one: SmallPicture, other: SmallPicture): number[] {
  const { width, height, pixels } = one
  const found: number[] = []
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = y * width + x
      const isOut = [0, 1, 2].some((c) => {
        const value = pixels[i * 4 + c] ?? 0
        const same = other.pixels[i * 4 + c] ?? 0
        // most points are as they were
        if (Math.abs(value - same) <= shade) return false
        const [least, most] = span(other, x, y, c)
        return value < least - shade || value > most + shade
      })
      if (isOut) found.push(i)
    }
  }
  return found
}

function span({ width, height, pixels }: SmallPicture, x: number, y: number, c: number): [least: number, most: number] {
  let [least, most] = [255, 0]
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1) {
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1) {
      const value = pixels[(v * width + u) * 4 + c] ?? 0
      least = Math.min(least, value)
      most = Math.max(most, value)
    }
  }
  return [least, most]
}
