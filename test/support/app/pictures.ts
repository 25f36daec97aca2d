import { chromium, type Browser, type Page } from 'playwright-core'
import { chromiumPath } from '../requirements'

/**
 * Pictures are compared by what stands where, not by their letters: at a fifth of their size, each point the middle one of
 * those within a line of text around it. Grounds, boxes, bars and buttons remain, letters and lines go: which sans-serif
 * font a machine has, how it smooths letters and what a clock shows change little. A button that is gone, a colour that is
 * another, a theme that is half applied or a layout that has moved by some points change a whole patch or a large part. A
 * word or a small icon that is missing is not noticed: tests that read the screen notice those.
 */
const columns = 75
/** points of the small picture that are looked at together, each way */
const reach = 2
/** of 255: a patch as different as this is another patch */
const patchLimit = 100
/** … and so is a picture of which such a share has changed by this much */
const areaLimit = { difference: 8, share: 0.04 }

export interface SmallPicture {
  width: number
  height: number
  /** red, green, blue, alpha */
  pixels: readonly number[]
  /** a PNG of it */
  png: Buffer
}

export interface Comparison {
  isAlike: boolean
  /** greatest difference of a patch, of 255, and where it is in points of the screen */
  worst: number
  at: { x: number; y: number }
  /** of the picture that differs noticeably */
  share: number
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

  /** A picture of a page of its own, the size of a phone. */
  async drawn(html: string): Promise<Buffer> {
    const page = await this.browser.newPage({ viewport: { width: 375, height: 812 } })
    try {
      await page.setContent(html)
      return await page.screenshot()
    } finally {
      await page.close()
    }
  }

  async small(png: Buffer): Promise<SmallPicture> {
    const source = `data:image/png;base64,${png.toString('base64')}`
    const { url, ...picture } = await this.page.evaluate(shrunk, { source, columns })
    return { ...picture, png: Buffer.from(url.split(',')[1] ?? '', 'base64') }
  }

  async close(): Promise<void> {
    await this.browser.close()
  }
}

/** In the page. */
async function shrunk({ source, columns: most }: { source: string; columns: number }) {
  const image = new Image()
  image.src = source
  await image.decode()
  const width = Math.min(most, image.width)
  const height = Math.round((image.height * width) / image.width)
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, width, height)
  return { width, height, pixels: [...context.getImageData(0, 0, width, height).data], url: canvas.toDataURL() }
}

/** @throws Error when they are not of one size */
export function compare(before: SmallPicture, after: SmallPicture): Comparison {
  const { width, height } = before
  if (width !== after.width || height !== after.height) throw new Error('pictures of two sizes')
  const [a, b] = [thinned(before), thinned(after)]
  let worst = 0
  let worstAt = 0
  let changed = 0
  for (let i = 0; i < width * height; i += 1) {
    const difference = Math.max(...[0, 1, 2].map((c) => Math.abs((a[i * 3 + c] ?? 0) - (b[i * 3 + c] ?? 0))))
    if (difference > areaLimit.difference) changed += 1
    if (difference > worst) [worst, worstAt] = [difference, i]
  }
  const share = changed / (width * height)
  const at = {
    x: Math.round(((worstAt % width) * 375) / width),
    y: Math.round((Math.floor(worstAt / width) * 375) / width),
  }
  return { isAlike: worst <= patchLimit && share <= areaLimit.share, worst: Math.round(worst), at, share }
}

function thinned({ width, height, pixels }: SmallPicture): Float64Array {
  const out = new Float64Array(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let c = 0; c < 3; c += 1) out[(y * width + x) * 3 + c] = middleAround({ x, y, c, width, height, pixels })
    }
  }
  return out
}

interface Place extends Pick<SmallPicture, 'width' | 'height' | 'pixels'> {
  x: number
  y: number
  c: number
}

/** The middle one of all around: thin things, such as letters, are not in it, whatever their font. */
function middleAround({ x, y, c, width, height, pixels }: Place): number {
  const values: number[] = []
  for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v += 1) {
    for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u += 1) {
      values.push(pixels[(v * width + u) * 4 + c] ?? 0)
    }
  }
  values.sort((a, b) => a - b)
  return values[values.length >> 1] ?? 0
}
