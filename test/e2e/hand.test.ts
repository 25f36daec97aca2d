import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { startWeapp, type WeappHost, type WeappHostOptions } from '../support/weapp-host'

let broker: Broker
let host: WeappHost | undefined
beforeAll(async () => {
  broker = await startBroker()
})
afterAll(() => broker?.stop())
afterEach(async () => {
  const errors = host?.errors ?? []
  await host?.dispose()
  host = undefined
  expect(errors).toEqual([])
})

const messages = 'pages/messages/index?profile=hand'
async function start(options: Partial<WeappHostOptions> = {}, settings = {}) {
  const storage = phoneWith({
    id: 'hand',
    url: broker.wsUrl,
    protocolVersion: broker.kind === 'mosquitto' ? 5 : 4,
    subscriptions: [{ filter: 'hand/#', qos: 1, alias: '', color: 0, isEnabled: true }],
  })
  storage.set('settings', JSON.stringify(settings))
  const phone = (host = await startWeapp({ directory: built('weapp'), storage, ...options }))
  return { phone, journeys: new Journeys(phone.view, 'zh-CN') }
}
const count = (phone: WeappHost, name: string) => phone.calls.filter((call) => call === name).length

it('the screen stays on while a conversation is in front, asked for again after the app was left', async () => {
  const { phone, journeys } = await start({ url: messages }, { keepsScreenOn: true })
  await journeys.isOnline()
  expect(phone.system.isScreenKeptOn).toBe(true)
  phone.hide({ killAfterMs: Infinity })
  await phone.advance(10)
  // as WeChat does on leaving
  phone.system.isScreenKeptOn = false
  await phone.show()
  await phone.view.until(() => phone.system.isScreenKeptOn)
  await journeys.back()
  await phone.view.until(() => !phone.system.isScreenKeptOn)
})

it('without the wish it turns itself off', async () => {
  const { phone, journeys } = await start({ url: messages })
  await journeys.isOnline()
  expect(count(phone, 'setKeepScreenOn')).toBe(0)
})

it('a message handed over is felt once, and nothing of what comes; turned off, neither', async () => {
  for (const hasHaptics of [true, false]) {
    const { phone, journeys } = await start({ url: messages }, { hasHaptics })
    await journeys.isOnline()
    await journeys.publish('hand/1', '"掌上"')
    await journeys.sees('掌上')
    const peer = await Peer.join(broker.tcpUrl)
    await peer.publish('hand/2', '来的')
    await peer.leave()
    await journeys.sees('来的')
    expect(count(phone, 'vibrateShort')).toBe(hasHaptics ? 1 : 0)
    await phone.dispose()
  }
})

it('a connection lost in front is felt, and one that is left is not', async () => {
  const { phone, journeys } = await start({ url: messages })
  await journeys.isOnline()
  phone.hide()
  await phone.advance(10_000)
  await phone.show()
  await journeys.isOnline()
  expect(count(phone, 'vibrateShort')).toBe(0)
  await phone.advance(2_000)
  phone.network({ isConnected: false })
  await journeys.isNoLongerOnline()
  await phone.view.until(() => count(phone, 'vibrateShort') === 1)
})

it('short of memory the list lets go of what the log has; what waits to be sent goes when it can', async () => {
  const { phone, journeys } = await start({ url: messages })
  await journeys.isOnline()
  const peer = await Peer.join(broker.tcpUrl, 'hand/cmd')
  for (let n = 1; n <= 130; n += 1) await peer.publish('hand/1', `第 ${n} 条`)
  await journeys.sees('第 130 条')
  phone.network({ isConnected: false, sockets: 'silent' })
  await journeys.isNoLongerOnline()
  await journeys.publish('hand/cmd', '"等着"')
  await journeys.sees('等着')
  phone.memoryWarning(10)
  await phone.advance(1_000)
  expect(await phone.view.text()).toContain('等着')
  expect(await phone.view.text()).toContain('第 130 条')
  phone.network({ isConnected: true })
  await journeys.isOnline()
  expect(await peer.next('hand/cmd')).toBe('"等着"')
  await peer.leave()
})

it('what the privacy guide covers is asked about at the tap; refused, it says how to choose anew', async () => {
  const { phone, journeys } = await start({ privacy: {} })
  phone.system.clipboard = 'ws://127.0.0.1:9/mqtt'
  const paste = async () => {
    await journeys.sees(journeys.t('tab.settings'))
    await phone.view.tap({ label: journeys.t('connections.add') })
    await journeys.sees(journeys.t('add.new.note'))
    await phone.view.tap(journeys.t('add.paste'))
  }
  await paste()
  await phone.view.tap('拒绝')
  await journeys.sees(journeys.t('error.privacyRefused'))
  // the field can be typed into all the same
  await journeys.sees(journeys.t('editor.save'))
  await journeys.back()
  await phone.advance(10_000)
  await paste()
  await phone.view.tap('同意')
  await journeys.sees('[ws://127.0.0.1:9/mqtt]')
})

it('what the guide does not name is said to be its publisher’s to mend', async () => {
  const { phone, journeys } = await start({ privacy: { undeclared: ['scanCode'] } })
  await journeys.sees(journeys.t('tab.settings'))
  await phone.view.tap({ label: journeys.t('connections.add') })
  await journeys.sees(journeys.t('add.new.note'))
  await phone.view.tap(journeys.t('profileImport.scan'))
  await journeys.sees(journeys.t('error.privacyUndeclared'))
})

it('shares the app and nothing of the screen; a conversation cannot be shared', async () => {
  const { phone, journeys } = await start()
  await journeys.sees(journeys.t('tab.settings'))
  const shared = 'getCurrentPages()[getCurrentPages().length - 1].onShareAppMessage'
  const card = JSON.parse(
    String(phone.evaluate(`JSON.stringify(${shared}.call(getCurrentPages()[0], { from: 'menu' }))`)),
  ) as {
    imageUrl: string
  }
  expect(card).toMatchObject({ title: journeys.t('app.card'), path: '/pages/connections/index' })
  expect(card.imageUrl).toMatch(/card.*\.png$/)
  await journeys.sees('hand')
  await phone.view.tap('hand')
  await journeys.isOnline()
  expect(phone.evaluate(`typeof ${shared}`)).toBe('undefined')
})
