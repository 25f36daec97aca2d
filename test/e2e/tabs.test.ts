import type { Page } from 'playwright-core'
import { startDemo } from '../../scripts/start/startDemo'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { PhoneBrowser } from '../support/h5/browser'
import { H5View } from '../support/h5/h5View'
import { describeWith } from '../support/requirements'

const quick = { environmentMs: 200, firstAlarmMs: 500, alarmMs: 1_000, pictureMs: 1_000 }

/** Counts a page's connections and the frames that come in by them. */
function watch(page: Page, seen = { sockets: 0, frames: 0 }) {
  page.on('websocket', (socket) => {
    seen.sockets += 1
    socket.on('framereceived', () => (seen.frames += 1))
  })
  return seen
}

describeWith({ chromium: true }, 'two tabs of one browser', () => {
  it('are both online with one connection each, and neither takes the other over', async () => {
    const options = { port: 0, host: '127.0.0.1', devices: true, distDir: built('h5'), print: () => undefined }
    const demo = await startDemo({ ...options, pace: quick, seed: 1 })
    const browser = await PhoneBrowser.launch()
    try {
      const first = { sockets: 0, frames: 0 }
      const { page, view } = await browser.open(demo.url, { prepare: (opened) => watch(opened, first) })
      await new Journeys(view, 'zh-CN').isOnline()
      const other = await page.context().newPage()
      const second = watch(other)
      await other.goto(demo.url)
      const otherView = new H5View(other)
      await new Journeys(otherView, 'zh-CN').isOnline()
      const from = { first: first.frames, second: second.frames }
      await otherView.until(() => second.frames >= from.second + 30 && first.frames >= from.first + 30, 60_000)
      expect(first.sockets).toBe(1)
      expect(second.sockets).toBe(1)
    } finally {
      await browser.close()
      await demo.stop()
    }
  })
})
