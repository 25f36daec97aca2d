import { PhoneBrowser } from '../h5/browser'
import { describeWith } from '../requirements'
import { namelessStops, wrongOrder } from './reader'

const at = (top: number, left: number, name: string) =>
  `<button style="position: absolute; width: 60px; height: 44px; top: ${top}px; left: ${left}px">${name}</button>`

describeWith({ chromium: true }, 'what a screen reader and the Tab key meet', () => {
  it('is out of order where the next stop is above, or on the same line before it', async () => {
    const browser = await PhoneBrowser.launch()
    try {
      const { page } = await browser.open('about:blank')
      const orderOf = async (buttons: string) => {
        const focusable = buttons.replace(/<button/g, '<button tabindex="0"')
        await page.setContent(`<div class="page-scroll">${focusable}</div>`)
        return page.evaluate(wrongOrder)
      }
      expect(await orderOf(at(0, 0, 'a') + at(0, 80, 'b') + at(60, 0, 'c'))).toEqual([])
      expect(await orderOf(at(60, 0, 'a') + at(0, 0, 'b'))).toEqual(['"a" before "b"'])
      expect(await orderOf(at(0, 80, 'a') + at(0, 0, 'b'))).toEqual(['"a" before "b"'])
      await page.setContent('<div role="button" tabindex="0"></div><input aria-label="topic" /><input />')
      expect(await namelessStops(page)).toEqual(['a button without a name', 'a textbox without a name'])
    } finally {
      await browser.close()
    }
  })
})
