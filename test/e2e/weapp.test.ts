import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { startDevices } from '../../scripts/start/devices'
import type { Profile } from '../../src/core/profile/profile'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { packetsIn } from '../support/app/packets'
import { Peer } from '../support/app/peer'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import { findFreePort } from '../support/brokers/ports'
import type { Broker } from '../support/brokers/types'
import { describeWith } from '../support/requirements'
import { absentGlobals, startWeapp, type WeappHost, type WeappHostOptions } from '../support/weapp-host'
import { wholeFlow } from './wholeFlow'

const views = ['vm', 'chromium'] as const
const quick = { environmentMs: 500, firstAlarmMs: 500, alarmMs: 700, pictureMs: 2_000 }

let host: WeappHost | undefined
let broker: Broker

async function start(options: Partial<WeappHostOptions>): Promise<WeappHost> {
  host = await startWeapp({ directory: built('weapp'), ...options })
  return host
}

/** aedes, where there is no mosquitto, speaks 3.1.1 */
const protocolVersion = () => (broker.kind === 'mosquitto' ? 5 : 4)
const packets = (bytes: Uint8Array) => packetsIn(bytes, protocolVersion())

const subscription = (filter: string, qos: 0 | 1 | 2): Profile['subscriptions'][number] => {
  return { filter, qos, alias: '', color: 0, isEnabled: true }
}

/** Cuts what one test leaves before the next begins, and fails it for errors nobody saw. */
afterEach(async () => {
  const errors = host?.errors ?? []
  await host?.dispose()
  host = undefined
  expect(errors).toEqual([])
})

describeWith({ chromium: true }, 'the mini-program over a real broker', () => {
  beforeAll(async () => {
    broker = await startBroker()
  })
  afterAll(() => broker?.stop())

  describe.each(views)('in the %s view', (view) => {
    it('shows devices, takes Chinese letter for letter, publishes, and comes back without a tap', async () => {
      const devices = startDevices({ url: broker.tcpUrl, prefix: '', seed: 1, pace: quick, print: () => undefined })
      try {
        const { view: screen, sockets } = await start({ view })
        const journeys = new Journeys(screen, 'zh-CN')
        await journeys.addConnection({ name: '温室', address: `${broker.wsUrl}/mqtt` })
        await journeys.isOnline()
        // aedes refuses version 5: one more, at once
        expect(sockets).toHaveLength(protocolVersion() === 5 ? 1 : 2)
        await journeys.subscribe('greenhouse/#')
        await wholeFlow(journeys, broker, '开大一点')
      } finally {
        await host?.dispose()
        await devices.stop()
      }
    })

    const absences = [
      { session: 'kept', freezeAfterMs: 1_000 },
      { session: 'kept', freezeAfterMs: 4_000 },
      { session: 'fresh', freezeAfterMs: 1_000 },
      { session: 'fresh', freezeAfterMs: 4_000 },
    ]
    it.each(absences)(
      'hidden for 7 minutes, frozen after $freezeAfterMs ms, $session session: one CONNECT',
      async ({ session, freezeAfterMs }) => {
        const filters = ['away/one', 'away/two']
        const storage = phoneWith({
          id: 'away',
          url: broker.wsUrl,
          protocolVersion: protocolVersion(),
          keepSession: session === 'kept',
          subscriptions: filters.map((filter) => subscription(filter, 1)),
        })
        const phone = await start({ view, storage, url: 'pages/messages/index?profile=away' })
        const journeys = new Journeys(phone.view, 'zh-CN')
        await journeys.isOnline()
        await phone.view.until(() =>
          packets(phone.sockets[0]?.received ?? new Uint8Array()).some((p) => p.cmd === 'suback'),
        )
        const before = phone.sockets.length

        phone.hide({ sockets: 'late', lateMs: 3_000, freezeAfterMs })
        await phone.advance(420_000)
        const peer = await Peer.join(broker.tcpUrl)
        await peer.publish('away/one', '离开时来的')
        await peer.leave()
        await phone.show()
        // simulated time waits for no answer: every question has to be answered before it goes on
        const last = session === 'kept' ? 'connack' : 'suback'
        await phone.view.until(() =>
          phone.sockets.slice(before).some((s) => packets(s.received).some((p) => p.cmd === last)),
        )
        await journeys.isOnline()
        if (session === 'kept') await journeys.sees('离开时来的')
        // the old socket's close comes three seconds after the show
        await phone.advance(3_100)
        await journeys.isOnline()

        const since = phone.sockets.slice(before).flatMap((socket) => packets(socket.sent))
        expect(since.filter((p) => p.cmd === 'connect')).toHaveLength(1)
        const asked = since.flatMap((p) => (p.cmd === 'subscribe' ? p.subscriptions.map((s) => s.topic) : []))
        expect(asked).toEqual(session === 'kept' ? [] : filters)
        if (session === 'kept') {
          await journeys.sees('会话已恢复')
          await journeys.sees('补收 1 条')
        } else {
          await journeys.sees('可能缺失')
        }
      },
    )
  })

  it('resumes after a cold start without asking for its subscriptions again', async () => {
    const storage = phoneWith({
      id: 'cold',
      url: broker.wsUrl,
      protocolVersion: protocolVersion(),
      subscriptions: [subscription('cold/#', 1)],
    })
    const phone = await start({ storage, url: 'pages/messages/index?profile=cold' })
    const journeys = new Journeys(phone.view, 'zh-CN')
    await journeys.isOnline()
    const granted = '"sub/cold/#":{"asked":1,"granted":1}'
    await phone.view.until(() => [...phone.files.values()].some((bytes) => Buffer.from(bytes).includes(granted)))
    await phone.destroy()
    const peer = await Peer.join(broker.tcpUrl)
    await peer.publish('cold/1', '冷启动前来的')
    await peer.leave()
    await phone.coldStart()
    await journeys.sees('冷启动前来的')
    const sent = () => packets(phone.sockets[phone.sockets.length - 1]?.sent ?? new Uint8Array()).map((p) => p.cmd)
    await phone.view.until(() => sent().includes('puback'))
    expect(sent()).toEqual(['connect', 'puback'])
  })

  it('says that there is no network, and connects when there is one', async () => {
    const storage = phoneWith({ id: 'net', url: broker.wsUrl, protocolVersion: protocolVersion() })
    const phone = await start({ storage, url: 'pages/messages/index?profile=net' })
    const journeys = new Journeys(phone.view, 'zh-CN')
    await journeys.isOnline()
    phone.network({ isConnected: false })
    await journeys.sees(journeys.t('state.offline'))
    phone.network({ isConnected: true, networkType: '4g' })
    await journeys.isOnline()
  })

  it('keeps the bytes of two profiles at two brokers apart', async () => {
    const other = await startBroker()
    try {
      const storage = phoneWith(
        { id: 'a', url: broker.wsUrl, clientId: 'client-of-a', subscriptions: [subscription('only/a', 1)] },
        { id: 'b', url: other.wsUrl, clientId: 'client-of-b', subscriptions: [subscription('only/b', 1)] },
      )
      const phone = await start({ storage })
      const screen = phone.view
      const journeys = new Journeys(screen, 'zh-CN')
      for (const [url, name] of [
        [broker.tcpUrl, 'a'],
        [other.tcpUrl, 'b'],
      ] as const) {
        await journeys.sees('2 个在线')
        const peer = await Peer.join(url)
        await peer.publish(`only/${name}`, `for-${name}`)
        await peer.leave()
        await screen.tap(name)
        // the list shows the last message, too
        await journeys.sees(journeys.t('publish.to'))
        await journeys.sees(`for-${name}`)
        await journeys.publish(`from/${name}`, `typed-for-${name}`)
        await journeys.sees('已确认')
        await journeys.back()
      }
      const bytesOf = (url: string) =>
        phone.sockets
          .filter((socket) => socket.url.startsWith(url))
          .map(({ sent, received }) => Buffer.concat([sent, received]).toString('latin1'))
          .join('')
      const mine = { a: bytesOf(broker.wsUrl), b: bytesOf(other.wsUrl) }
      for (const [own, foreign] of [
        ['a', 'b'],
        ['b', 'a'],
      ] as const) {
        for (const trace of [`client-of-${own}`, `only/${own}`, `for-${own}`, `typed-for-${own}`]) {
          expect(mine[own]).toContain(trace)
          expect(mine[foreign]).not.toContain(trace)
        }
      }
    } finally {
      await host?.dispose()
      await other.stop()
    }
  })
})

describe('what stands in the way of a connection in WeChat', () => {
  let guarded: Broker
  beforeAll(async () => {
    guarded = await startBroker({ login: { username: 'ada', password: 'right' } })
  })
  afterAll(() => guarded?.stop())

  const languages = [
    { language: 'zh-CN', system: 'zh_CN' },
    { language: 'en', system: 'en' },
  ] as const

  describe.each(languages)('in $language', ({ language, system }) => {
    const attempt = async (form: { address: string; username?: string; password?: string }) => {
      const phone = await start({ device: { language: system } })
      const journeys = new Journeys(phone.view, language)
      await journeys.addConnection({ name: 'Ada', ...form })
      return journeys
    }
    const keepsProfile = async (journeys: Journeys, address = '127.0.0.1') => {
      await journeys.sees(journeys.t('messages.edit'))
      await journeys.checkSettings(address)
      await journeys.back()
      await journeys.sees('Ada')
    }

    it('a raw MQTT port: WeChat tells that it is no WebSocket', async () => {
      const journeys = await attempt({ address: `ws://127.0.0.1:${guarded.tcpPort}/mqtt` })
      await journeys.sees(journeys.t('reason.notWebSocket'))
      await keepsProfile(journeys)
    })

    it('a wrong path: another one answers', async () => {
      const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/mqtt' })
      await once(server, 'listening')
      try {
        const { port } = server.address() as AddressInfo
        const journeys = await attempt({ address: `ws://127.0.0.1:${port}/wrong` })
        await journeys.sees(journeys.t('candidate.wrongPath', { path: '/mqtt' }))
        await keepsProfile(journeys)
      } finally {
        await host?.dispose()
        for (const client of server.clients) client.terminate()
        server.close()
      }
    })

    it('an unknown host', async () => {
      const journeys = await attempt({ address: 'ws://nowhere.invalid:8083/mqtt' })
      await journeys.sees(journeys.t('candidate.unreachable'))
      await keepsProfile(journeys, 'nowhere.invalid')
    })

    it('a closed port', async () => {
      const journeys = await attempt({ address: `ws://127.0.0.1:${await findFreePort()}/mqtt` })
      await journeys.sees(journeys.t('reason.refused'))
      await keepsProfile(journeys)
    })

    it('a refused password', async () => {
      const journeys = await attempt({ address: guarded.wsUrl, username: 'ada', password: 'wrong' })
      const { t, view } = journeys
      await view.until((text) => text.includes(t('reason.badCredentials')) || text.includes(t('reason.notAuthorized')))
      await keepsProfile(journeys)
    })
  })

  it('a host that its publisher has not listed: said before anything is sent', async () => {
    const storage = phoneWith({ id: 'far', url: 'wss://mqtt.example.org/mqtt' })
    const options = { storage, socketDomains: ['wss://listed.example.org'], url: 'pages/messages/index?profile=far' }
    const phone = await start(options)
    const journeys = new Journeys(phone.view, 'zh-CN')
    await journeys.sees(journeys.t('reason.domainNotListed'))
    expect(phone.sockets.flatMap(({ frames }) => frames)).toEqual([])
  })
})

describe('the bare realm', () => {
  it('runs the app with the library of iOS 11 and without anything a browser would have', async () => {
    const phone = await start({ legacyLibrary: true })
    await new Journeys(phone.view, 'zh-CN').sees('连上你的第一个服务器')
    for (const name of absentGlobals) expect(phone.evaluate(`typeof ${name}`)).toBe('undefined')
  })
})
