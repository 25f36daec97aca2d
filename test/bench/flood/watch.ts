import type { Page } from 'playwright-core'
import { quantile } from '../figures'

export interface Smoothness {
  fps: number
  p99: number
  worst: number
  taps: number[]
}

interface Watched {
  frames: number[]
  taps: number[]
}

/** Notes when frames come, and how long after a touch the next one is on the screen. */
export async function watch(page: Page): Promise<void> {
  // tsx names functions by it, and the page does not know it
  await page.evaluate('window.__name = (value) => value')
  await page.evaluate(() => {
    const watched: Watched = { frames: [], taps: [] }
    Object.assign(window, { watched })
    const note = (now: number) => {
      watched.frames.push(now)
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
    // behind the frame that the touch has led to
    const onTouch = ({ timeStamp }: Event) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => watched.taps.push(performance.now() - timeStamp)
        port2.postMessage(0)
      })
    addEventListener('pointerup', onTouch, true)
  })
}

/** From here on. */
export const forget = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched }
    watched.frames.length = watched.taps.length = 0
  })

export async function smoothness(page: Page): Promise<Smoothness> {
  const { frames, taps } = await page.evaluate(() => (window as unknown as { watched: Watched }).watched)
  const gaps = frames.slice(1).map((at, i) => at - (frames[i] ?? at))
  const seconds = ((frames[frames.length - 1] ?? 0) - (frames[0] ?? 0)) / 1_000
  return { fps: gaps.length / seconds, p99: quantile(gaps, 0.99), worst: Math.max(...gaps), taps }
}
