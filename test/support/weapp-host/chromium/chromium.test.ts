import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { writeFixture, type Fixture } from '../fixture'
import { startWeapp, type WeappHost } from '../index'
import { rpxToPx } from './page/wxss'
import { compileStyles, findStyleCompilerFault } from './styles'
import { prefixTags } from './templates'
import { readBundle } from '../bundle'

const button = (sid: string, text: string) => ({ nn: '1', sid, cl: 'go', cn: [{ nn: '9', sid: `${sid}t`, v: text }] })

const tree = [
  { nn: '1', sid: 'outer', cn: [{ nn: '2', sid: 'plain', cn: [button('inner', 'Go')] }] },
  { nn: '3', sid: 'field', p0: 'Your name', p1: '' },
  { nn: '4', sid: 'switch', uid: 'the-switch' },
  {
    nn: '7',
    sid: 'label',
    cn: [
      { nn: '9', v: 'half ' },
      { nn: '9', v: 'and half' },
    ],
  },
  { nn: '1', sid: 'icon', p9: 'Close', cl: 'icon', cn: [] },
  {
    nn: '5',
    sid: 'scroll',
    uid: 'list',
    cl: 'list',
    p1: true,
    cn: Array.from({ length: 20 }, (_, n) => ({
      nn: '2',
      sid: `r${n}`,
      uid: `row${n}`,
      cl: 'row',
      cn: [{ nn: '9', v: `row ${n}` }],
    })),
  },
]

const appWxss = `page { background: rgb(1, 2, 3) } .go { width: 375rpx; height: 40px } .icon { width: 30px; height: 30px }
.list { height: 100px } .row { height: 40px }`

const fault = findStyleCompilerFault()
const describeHere = fault ? describe.skip : describe
if (fault) process.stdout.write(`Chromium view skipped: ${fault}\n`)

describeHere('the Chromium view', () => {
  let fixture: Fixture
  let host: WeappHost
  beforeAll(async () => {
    fixture = writeFixture({
      pages: { 'pages/a/index': tree, 'pages/b/index': [button('only', 'Second page')] },
      app: { window: { navigationStyle: 'custom' } },
      files: {
        'app.wxss': appWxss,
        'pages/b/index.json': '{"navigationStyle":"default","navigationBarTitleText":"Bar"}',
      },
    })
    host = await startWeapp({ directory: fixture.directory, view: 'chromium' })
  }, 30_000)
  afterAll(async () => {
    await host.dispose()
    fixture.remove()
  })
  beforeEach(() => host.coldStart())

  const seen = () => String(host.evaluate('getCurrentPages()[getCurrentPages().length - 1].seen.join("|")'))
  const seenSoon = (pattern: RegExp) => host.view.until(() => pattern.test(seen()))
  const rectOf = (selector: string) =>
    host.evaluate(
      `new Promise(function (done) { wx.createSelectorQuery().select('${selector}').boundingClientRect().exec(function (r) { done(r[0]) }) })`,
    )

  it('draws the tree and nothing breaks', async () => {
    expect(await host.view.text()).toMatch(/^Go\n\[\]\nhalf and half\nrow 0\n/)
    expect(host.errors).toEqual([])
  })

  it('delivers real taps, innermost first', async () => {
    await host.view.tap('Go')
    await seenSoon(/tap inner undefined\|tap outer undefined$/)
  })

  it('finds by label, types and toggles', async () => {
    await host.view.tap('Close')
    await host.view.input('Your name', '归信')
    await host.view.toggle({ id: 'the-switch' })
    await host.view.longpress('Go')
    await seenSoon(
      /tap icon undefined\|input field "归信"\|change switch true\|longpress inner undefined\|longpress outer undefined$/,
    )
    await host.view.confirm('Your name')
    await seenSoon(/confirm field "归信"$/)
  })

  it('takes changes of the data', async () => {
    host.evaluate(`getCurrentPages()[0].setData({ 'root.cn.[3].cn.[0].v': '半 ' })`)
    await host.view.until((text) => text.includes('半 and half'))
    expect(host.page().setData.calls).toBe(1)
  })

  it('lays out by the style sheets, with rpx and page', async () => {
    expect(await rectOf('.go')).toMatchObject({ width: 187, height: 40 })
  })

  it('scrolls, by hand and into view, and tells of it', async () => {
    await host.view.scroll({ id: 'list' }, 300)
    await seenSoon(/scroll scroll undefined/)
    host.evaluate(`getCurrentPages()[0].setData({ 'root.cn.[5].p2': 'row19' })`)
    await seenSoon(/scrolltolower scroll undefined/)
  })

  it('opens pages with WeChat’s bar and goes back by its arrow', async () => {
    host.evaluate(`wx.navigateTo({ url: '/pages/b/index' })`)
    await host.view.until((text) => text.includes('Second page'))
    expect(await rectOf('.go')).toMatchObject({ top: 88 })
    await host.view.tap('Back')
    await host.view.until((text) => text.includes('half and half'))
  })

  it('answers dialogs by touch', async () => {
    host.evaluate(`var answer; wx.showModal({ title: 'Sure?', success: function (r) { answer = r.confirm } })`)
    await host.view.until((text) => text.includes('Sure?'))
    await host.view.tap('取消')
    await host.view.until(() => host.evaluate('answer') === false)
  })

  it('takes pictures', async () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'weapp-shot-'))
    await host.view.screenshot(path.join(directory, 'page.png'))
    const png = fs.readFileSync(path.join(directory, 'page.png'))
    fs.rmSync(directory, { recursive: true })
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([750, 1624])
  })

  it('compiles styles with WeChat’s compiler', () => {
    const parts = compileStyles(readBundle(fixture.directory)).app ?? []
    expect(parts).toContain(375)
    expect(parts.join('')).toContain('body')
  })
})

describe('compiling for the Chromium view', () => {
  it('gives built-in tags a prefix and leaves Taro’s own alone', () => {
    expect(prefixTags('<view><button/><comp i="{{i}}"/></view>')).toBe(
      '<wx-view><wx-button/><comp i="{{i}}"/></wx-view>',
    )
  })

  it('rounds rpx as WeChat does', () => {
    expect([0, 1, 2, 375, -750].map((rpx) => rpxToPx(rpx, 375, 2))).toEqual([0, 0.5, 1, 187, -375])
  })
})
