import { writeFixture, type Fixture } from './fixture'
import { absentGlobals, startWeapp, type WeappHost, type WeappHostOptions } from './index'

const button = (sid: string, text: string, more = {}) => ({
  nn: '1',
  sid,
  cn: [{ nn: '9', sid: `${sid}t`, v: text }],
  ...more,
})

const tree = [
  { nn: '1', sid: 'outer', cl: 'row first', cn: [{ nn: '2', sid: 'plain', cn: [button('inner', 'Go')] }] },
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
]

describe('WeappHost', () => {
  let fixture: Fixture
  let host: WeappHost
  const routes = ['pages/a/index', 'pages/b/index', 'pages/tab/index', 'pages/tab2/index']
  const tabBar = { custom: true, list: routes.slice(2).map((pagePath) => ({ pagePath, text: 't' })) }
  beforeAll(() => {
    const pages = Object.fromEntries(routes.map((route) => [route, tree]))
    const files = { 'custom-tab-bar/index.js': 'Component({})', 'custom-tab-bar/index.json': '{}' }
    fixture = writeFixture({ pages, app: { tabBar }, files })
  })
  afterAll(() => fixture.remove())
  afterEach(() => host.dispose())

  const start = async (options: Partial<WeappHostOptions> = {}) => {
    host = await startWeapp({ directory: fixture.directory, ...options })
    return host
  }
  const seen = () => host.evaluate('getCurrentPages()[getCurrentPages().length - 1].seen.join()')
  const life = () => host.evaluate('getApp().life.join()')
  const call = (name: string, options: object = {}) =>
    host.evaluate(
      `wx.${name}(${JSON.stringify(options)}).then(function (r) { return r.errMsg }, function (r) { return r.errMsg })`,
    )

  it('starts the app, its first page, and nothing that a browser would have', async () => {
    await start({ url: 'pages/a/index?from=test' })
    expect(life()).toBe('launch pages/a/index,show')
    expect(seen()).toBe('load {"from":"test"},show,ready')
    for (const name of absentGlobals) expect(host.evaluate(`typeof ${name}`)).toBe('undefined')
  })

  it('shows the tree as text', async () => {
    await start()
    expect(await host.view.text()).toBe('Go\n[]\nhalf and half')
  })

  it('climbs with a tap, innermost first, through nodes that bind it', async () => {
    await start()
    await host.view.tap('Go')
    expect(seen()).toMatch(/tap inner undefined,tap outer undefined$/)
  })

  it('types, confirms and toggles', async () => {
    await start()
    await host.view.input('Your name', '归信')
    await host.view.toggle({ id: 'the-switch' })
    expect(seen()).toMatch(/input field "归信",change switch true$/)
  })

  it('refuses to touch what binds nothing or is not there', async () => {
    await start()
    await expect(host.view.tap({ tag: 'input' })).rejects.toThrow('nothing binds tap')
    await expect(host.view.tap('Nowhere')).rejects.toThrow('half and half')
  })

  it('counts calls and bytes of setData by page', async () => {
    await start()
    host.evaluate(`getCurrentPages()[0].setData({ 'root.cn.[3].cn.[0].v': '半 ' })`)
    await host.view.until((text) => text.includes('半 and half'))
    const bytes = Buffer.byteLength('{"root.cn.[3].cn.[0].v":"半 "}')
    expect(host.page().setData).toEqual({ calls: 1, bytes, largest: bytes })
  })

  it('keeps a page stack with the documented limits', async () => {
    await start()
    expect(await call('navigateTo', { url: '/pages/tab/index' })).toBe(
      'navigateTo:fail can not navigateTo a tabbar page',
    )
    expect(await call('navigateTo', { url: '/pages/none/index' })).toBe(
      'navigateTo:fail page "pages/none/index" is not found',
    )
    expect(await call('navigateBack')).toBe('navigateBack:fail cannot navigate back at first page')
    expect(await call('switchTab', { url: '/pages/b/index' })).toBe('switchTab:fail can not switch to no-tabBar page')
    for (let depth = 1; depth < 10; depth++)
      expect(await call('navigateTo', { url: '../b/index?n=1' })).toBe('navigateTo:ok')
    expect(host.page()).toMatchObject({ route: 'pages/b/index', depth: 10, query: { n: '1' } })
    expect(await call('navigateTo', { url: '/pages/b/index' })).toBe('navigateTo:fail webview count limit exceed')
    await call('navigateBack', { delta: 4 })
    expect(host.page().depth).toBe(6)
    await call('switchTab', { url: '/pages/tab/index' })
    expect(host.page()).toMatchObject({ route: 'pages/tab/index', depth: 1 })
  })

  it('asks before a page is left, where the page wants it', async () => {
    await start()
    await call('navigateTo', { url: '/pages/b/index' })
    await call('enableAlertBeforeUnload', { message: 'Leave?' })
    const stayed = call('navigateBack')
    await host.view.until((text) => text.includes('Leave?'))
    await host.view.tap('取消')
    expect([await stayed, host.page().depth]).toEqual(['navigateBack:fail cancel', 2])
    await call('disableAlertBeforeUnload')
    expect([await call('navigateBack'), host.page().depth]).toEqual(['navigateBack:ok', 1])
  })

  it('keeps tab pages alive', async () => {
    await start({ url: 'pages/tab/index' })
    await call('switchTab', { url: '/pages/tab2/index' })
    await call('switchTab', { url: '/pages/tab/index' })
    expect(seen()).toBe('load {},show,ready,hide,show')
  })

  it('answers dialogs by the buttons on the screen', async () => {
    await start()
    host.evaluate(
      `var answer; wx.showModal({ title: 'Sure?', content: 'It is gone then', success: function (r) { answer = r.confirm } })`,
    )
    await host.view.until((text) => text.endsWith('Sure?\nIt is gone then\n确定\n取消'))
    await host.view.tap('确定')
    await host.view.until(() => host.evaluate('answer') === true)
    const cancelled = host.evaluate(`wx.showActionSheet({ itemList: ['One'] }).catch(function (r) { return r.errMsg })`)
    await host.view.until((text) => text.endsWith('One\n取消'))
    await host.view.tap('取消')
    expect(await cancelled).toBe('showActionSheet:fail cancel')
  })

  it('tells the app of its own errors', async () => {
    await start()
    host.evaluate(`setTimeout(function () { throw new Error('broken') })`)
    await host.view.until(() => host.errors.length === 1)
    expect(life()).toMatch(/error Error: broken$/)
    expect(host.errors[0]).toContain('Error: broken')
  })

  it('freezes everything and wakes with the time gone on', async () => {
    await start()
    host.evaluate(`var begin = Date.now(), firedAt = 0; setTimeout(function () { firedAt = Date.now() - begin }, 3000)`)
    host.freeze()
    await host.advance(420_000)
    await expect(host.view.tap('Go')).rejects.toThrow('hidden or frozen')
    expect(host.evaluate('firedAt')).toBe(0)
    await host.thaw()
    expect(host.evaluate('firedAt')).toBeGreaterThanOrEqual(420_000)
  })

  it('tells of hiding, showing, the network and the theme', async () => {
    await start()
    host.evaluate(
      `var told = []; for (const n of ['AppHide', 'AppShow', 'NetworkStatusChange', 'ThemeChange']) wx['on' + n](function (r) { told.push([n, r.networkType || r.theme || r.path || r.reason].join(' ')) })`,
    )
    host.hide({ reason: 3 })
    await host.advance(60_000)
    await host.show()
    host.network({ isConnected: true, networkType: '4g' })
    await host.theme('dark')
    expect(host.evaluate('told.join()')).toBe('AppHide 3,AppShow pages/a/index,NetworkStatusChange 4g,ThemeChange dark')
    expect(life()).toMatch(/show,hide 3,show$/)
    expect(seen()).toMatch(/ready,hide,show$/)
    expect(await host.evaluate('wx.getNetworkType().then(function (r) { return r.networkType })')).toBe('4g')
  })

  it('starts cold on the same storage', async () => {
    await start()
    host.evaluate(`wx.setStorageSync('kept', { a: [1] }); var inRealm = 1`)
    await host.coldStart()
    expect(host.evaluate('typeof inRealm')).toBe('undefined')
    expect(host.evaluate(`JSON.stringify(wx.getStorageSync('kept')) + wx.getStorageSync('none')`)).toBe('{"a":[1]}')
    expect(life()).toBe('launch pages/a/index,show')
  })

  it('encrypts what is stored so, and reads it only when told to, also after a start', async () => {
    await start()
    expect(await call('setStorage', { key: 'k', data: { a: ['密'] }, encrypt: true })).toBe('setStorage:ok')
    expect(host.storage.get('k')).not.toContain('密')
    await host.coldStart()
    expect(await call('getStorage', { key: 'k', encrypt: true })).toBe('getStorage:ok')
    expect(
      await host.evaluate(
        `wx.getStorage({ key: 'k', encrypt: true }).then(function (r) { return JSON.stringify(r.data) })`,
      ),
    ).toBe('{"a":["密"]}')
    expect(await host.evaluate(`wx.getStorage({ key: 'k' }).then(function (r) { return typeof r.data })`)).toBe(
      'string',
    )
    host.storage.set('k', '"plain"')
    expect(await call('getStorage', { key: 'k', encrypt: true })).toBe('getStorage:fail decrypt failed')
  })

  it('before 2.21.3 overlooks that something is to be encrypted', async () => {
    await start({ device: { SDKVersion: '2.21.2' } })
    expect(await call('setStorage', { key: 'k', data: 'in the open', encrypt: true })).toBe('setStorage:ok')
    expect(host.storage.get('k')).toBe('"in the open"')
  })

  it('holds storage to its limits', async () => {
    await start()
    const set = (key: string, bytes: number) => call('setStorage', { key, data: 'x'.repeat(bytes) })
    expect(await set('big', 1024 * 1024)).toBe('setStorage:fail entry size limit reached')
    for (let n = 0; n < 10; n++) expect(await set(`k${n}`, 1000_000)).toBe('setStorage:ok')
    expect(await set('more', 1000_000)).toBe('setStorage:fail quota reached')
    expect(
      host.evaluate(
        `(function () { try { wx.setStorageSync('more', 'x'.repeat(1000000)) } catch (e) { return e instanceof Error && e.message } })()`,
      ),
    ).toBe('setStorageSync:fail quota reached')
    expect(await call('getStorage', { key: 'none' })).toBe('getStorage:fail data not found')
  })

  it('runs the same order again with the same seed', async () => {
    const run = async () => {
      await start({ seed: 42 })
      host.freeze()
      host.evaluate(`var order = []; for (let n = 0; n < 12; n++) setTimeout(function () { order.push(n) }, n)`)
      await host.advance(100)
      await host.thaw()
      const order = host.evaluate('order.join()')
      await host.dispose()
      return order
    }
    const order = await run()
    expect(order).not.toBe('0,1,2,3,4,5,6,7,8,9,10,11')
    expect(await run()).toBe(order)
  })
})

describe('subpackages', () => {
  let fixture: Fixture
  let host: WeappHost
  const peek = `Page({ data: { root: { cn: [] } }, onLoad: function () { this.exports = require('./lib.js').name } })`
  beforeAll(() => {
    const app = {
      pages: ['pages/a/index'],
      subPackages: [
        { root: 'sub/one/', pages: ['page/index'] },
        { root: 'sub/two', pages: ['page/index'] },
      ],
    }
    const pages = { 'pages/a/index': tree, 'sub/one/page/index': tree, 'sub/two/page/index': tree }
    const files = {
      'lib.js': `exports.name = 'main'`,
      'sub/one/lib.js': `wx.ranOne = true; exports.name = 'one, beside ' + require('../../lib.js').name`,
      'sub/one/page/index.js': peek.replace('./lib', '../lib'),
      'sub/two/page/index.js': peek.replace('./lib', '../../one/lib'),
      'pages/a/index.js': peek.replace('onLoad', 'reach').replace('./lib', '../../sub/one/lib'),
    }
    fixture = writeFixture({ pages, app, files })
  })
  beforeEach(async () => {
    host = await startWeapp({ directory: fixture.directory })
  })
  afterEach(() => host.dispose())
  afterAll(() => fixture.remove())
  const open = (url: string) => host.evaluate(`wx.navigateTo({ url: '${url}' }).then(function (r) { return r.errMsg })`)
  const top = 'getCurrentPages()[getCurrentPages().length - 1]'

  it('run nothing of theirs before one of their pages is opened', async () => {
    expect(() => host.evaluate('getCurrentPages()[0].reach()')).toThrow(`module 'sub/one/lib.js' is not defined`)
    expect(host.evaluate('wx.ranOne')).toBeUndefined()
    expect(await open('/sub/one/page/index')).toBe('navigateTo:ok')
    expect(host.evaluate(`${top}.exports`)).toBe('one, beside main')
  })

  it('are out of reach for the main package and for each other', async () => {
    await open('/sub/one/page/index')
    expect(() => host.evaluate('getCurrentPages()[0].reach()')).toThrow('is not defined')
    await open('/sub/two/page/index')
    expect(host.errors.join()).toContain(`module 'sub/one/lib.js' is not defined`)
  })

  it('are loaded for an address from outside', async () => {
    await host.dispose()
    host = await startWeapp({ directory: fixture.directory, url: 'sub/one/page/index' })
    expect(host.evaluate(`${top}.exports`)).toBe('one, beside main')
  })
})
