import type { Page } from 'playwright-core'

interface Point {
  x: number
  y: number
}

const steps = 6
/** Lifted in motion it would fling, and a browser takes the next tap for the end of that */
const restingFrames = 12

/** A finger that moves from a point, as the browser itself would be touched. */
export async function moveFinger(page: Page, from: Point, by: Point): Promise<void> {
  const client = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', [from])
  for (let step = 1; step <= steps; step += 1) {
    await touch('touchMove', [{ x: from.x + (by.x * step) / steps, y: from.y + (by.y * step) / steps }])
  }
  for (let frame = 0; frame < restingFrames; frame += 1) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    await touch('touchMove', [{ x: from.x + by.x, y: from.y + by.y }])
  }
  await touch('touchEnd', [])
  await client.detach()
}
