import { startDemo, type Demo } from '../../scripts/start/startDemo'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'

let demo: Demo
let browser: PhoneBrowser
beforeAll(async () => {
  const options = { port: 0, host: '127.0.0.1', devices: false, print: () => undefined }
  demo = await startDemo({ ...options, distDir: built('h5') })
  browser = await PhoneBrowser.launch()
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

describeWith({ chromium: true }, 'the way back', () => {
  it('comes out where it leads, however fast it is gone', async () => {
    const { page, view } = await browser.open(demo.url)
    const journeys = new Journeys(view, 'zh-CN')
    const { t } = journeys
    const at = (part: string) => page.waitForFunction((words) => location.hash.includes(words), part)
    await journeys.sees(t('tab.settings'))
    for (let round = 0; round < 6; round += 1) {
      await view.tap('温室演示')
      await journeys.sees(t('publish.to'))
      await view.tap({ label: t('messages.more') })
      await view.tap(t('search.title'))
      await at('search')
      await page.goBack()
      await at('pages/messages')
      await page.goBack()
      await view.until((text) => text.includes(t('tab.settings')) && !text.includes(t('publish.to')))
    }
    expect(browser.errors.splice(0)).toEqual([])
  })
})
