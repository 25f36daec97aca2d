import type { Page } from 'playwright-core'

interface Point {
  x: number
  y: number
}

const steps = 6

/** A finger that moves from a point, as the browser itself would be touched. */
export async function moveFinger(page: Page, from: Point, by: Point): Promise<void> {
  const client = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints })
  await touch('touchStart', [from])
  for (let step = 1; step <= steps; step += 1) {
    await touch('touchMove', [{ x: from.x + (by.x * step) / steps, y: from.y + (by.y * step) / steps }])
  }
  await touch('touchEnd', [])
  await client.detach()
}
