import { writeFixture } from './fixture'
import { startWeapp, type WeappHost } from './index'

const pages = { 'pages/a/index': [], 'pages/tab/index': [] }
const fixture = writeFixture({
  pages,
  app: {
    window: { restartStrategy: 'homePageAndLatestPage' },
    tabBar: { custom: false, list: [{ pagePath: 'pages/tab/index', text: 't' }] },
  },
})
let host: WeappHost
const seen = () => host.evaluate('getCurrentPages()[getCurrentPages().length - 1].seen.join()')

afterEach(() => host.dispose())
afterAll(() => fixture.remove())

/** From the first page to `url`, away, and ended by WeChat so much later. */
async function leave(url: string, awayMs = 30_000): Promise<void> {
  host = await startWeapp({ directory: fixture.directory })
  await host.evaluate(`wx.${url.includes('tab') ? 'switchTab' : 'navigateTo'}({ url: '/${url}' })`)
  host.hide()
  await host.advance(awayMs)
}

it('opens the page that was left again, with its parameters and what it has saved', async () => {
  await leave('pages/a/index?n=1')
  await host.coldStart()
  expect(host.page()).toMatchObject({ route: 'pages/a/index', query: { n: '1' }, depth: 1 })
  expect(seen()).toBe('load {"n":"1"},left {"seen":7},show,ready')
})

it.each([
  { what: 'for no longer than the page has said', url: 'pages/a/index?n=1', awayMs: 61_000 },
  { what: 'no tab page', url: 'pages/tab/index', awayMs: 1_000 },
])('$what', async ({ url, awayMs }) => {
  await leave(url, awayMs)
  await host.coldStart()
  expect(host.page()).toMatchObject({ route: 'pages/a/index', query: {} })
  expect(seen()).toBe('load {},show,ready')
})

it('a link goes before it, and a page that was come back to is not left', async () => {
  await leave('pages/a/index?n=1')
  await host.coldStart('pages/a/index?n=2')
  expect(host.page()).toMatchObject({ query: { n: '2' } })
  expect(seen()).toBe('load {"n":"2"},show,ready')
  host.hide()
  await host.show()
  await host.coldStart()
  expect(host.page()).toMatchObject({ query: {} })
})
