import { startDemo, type Demo } from '../../scripts/start/startDemo'
import type { AppView } from '../support/app/appView'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { describeWith } from '../support/requirements'
import { startWeapp } from '../support/weapp-host'

let broker: Broker
let demo: Demo

beforeAll(async () => {
  broker = await startBroker({ login: { username: 'ada', password: 'right' } })
  const options = { port: 0, host: '127.0.0.1', devices: false, print: () => undefined }
  demo = await startDemo({ ...options, distDir: built('h5') })
})
afterAll(async () => {
  await demo?.stop()
  await broker?.stop()
})

const total = 9
/** Where the demo's own broker is not. */
const wrongPath = () => `${demo.url.replace('http', 'ws')}wrong`

/** From a connection that fails, by its advice, through the doctor, to one that is online. */
async function mendPath(view: AppView): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const { t } = journeys
  await journeys.addConnection({ name: '路径', address: wrongPath() })
  await journeys.sees(t('messages.edit'))
  await view.tap(t('doctor.title'))
  await journeys.sees(t('doctor.stopped', { n: 5, total }))
  await journeys.sees(t('doctor.found.path.why', { path: '/mqtt' }))
  await view.tap(t('doctor.fix.use', { value: '/mqtt' }))
  // the demo's broker may speak 3.1.1 only, which is worth a note
  await view.until((text) => [t('doctor.passed', { total }), t('doctor.noted', { n: 1 })].some((w) => text.includes(w)))
  await journeys.back()
  await journeys.isOnline()
}

/** A refused password: named by the doctor, typed again, and looked at again without being asked to. */
async function mendPassword(view: AppView): Promise<void> {
  const journeys = new Journeys(view, 'zh-CN')
  const { t } = journeys
  await journeys.addConnection({ name: '密码', address: `${broker.wsUrl}/mqtt`, username: 'ada', password: 'wrong' })
  await journeys.sees(t('messages.edit'))
  await view.tap(t('doctor.title'))
  await journeys.sees(t('doctor.stopped', { n: 7, total }))
  await view.until((text) => [t('reason.badCredentials'), t('reason.notAuthorized')].some((w) => text.includes(w)))
  await view.tap(t('doctor.fix.login'))
  await journeys.sees(t('editor.save'))
  await view.input({ label: t('editor.password') }, 'right')
  await view.tap(t('editor.save'))
  await view.until((text) => [t('doctor.passed', { total }), t('doctor.noted', { n: 1 })].some((w) => text.includes(w)))
  await journeys.back()
  await journeys.isOnline()
}

describeWith({ chromium: true }, 'the doctor', () => {
  it('in the mini-program: a wrong path is found and mended, a refused password named', async () => {
    const phone = await startWeapp({ directory: built('weapp'), view: 'vm' })
    try {
      await mendPath(phone.view)
      await new Journeys(phone.view, 'zh-CN').back()
      await mendPassword(phone.view)
      expect(phone.errors).toEqual([])
    } finally {
      await phone.dispose()
    }
  })

  it('in the mini-program: a domain that is not listed fails at its own step, and nothing else is tried', async () => {
    const phone = await startWeapp({
      directory: built('weapp'),
      view: 'vm',
      storage: phoneWith({ id: 'far', url: 'wss://mq.example:8084/mqtt', isPaused: true }),
      socketDomains: ['wss://other.example'],
      url: 'subpackages/doctor/doctor/index?profile=far',
    })
    try {
      const journeys = new Journeys(phone.view, 'zh-CN')
      await journeys.sees(journeys.t('doctor.stopped', { n: 4, total }))
      await journeys.sees(journeys.t('reason.domainNotListed.next'))
      expect(phone.sockets).toHaveLength(1)
      expect(phone.errors).toEqual([])
    } finally {
      await phone.dispose()
    }
  })

  it('on H5: wrong path, refused password, and a wrong port whose right one answers', async () => {
    const lan = 'greenhouse.local'
    const { tcpPort, wsPort } = broker
    const at = (port: number) => `127.0.0.1:${port}`
    const browser = await PhoneBrowser.launch({ [`${lan}:1883`]: at(tcpPort), [`${lan}:8083`]: at(wsPort) })
    try {
      const { view } = await browser.open(demo.url)
      const journeys = new Journeys(view, 'zh-CN')
      const { t } = journeys
      await mendPath(view)
      await journeys.back()
      await mendPassword(view)
      await journeys.back()
      // the hint was not followed
      const login = { username: 'ada', password: 'right' }
      await journeys.addConnection({ name: '端口', address: `ws://${lan}:1883/mqtt`, ...login })
      await journeys.sees(t('messages.edit'))
      await view.tap(t('doctor.title'))
      await journeys.sees(t('doctor.found.address.why', { url: `ws://${lan}:8083/mqtt` }))
      await journeys.sees(t('doctor.note.tcpPort', { scheme: 'ws', port: '1883' }))
      await view.tap(t('doctor.fix.use', { value: `ws://${lan}:8083/mqtt` }))
      // the port is right now; its own address stays in the profile
      await journeys.sees(t('doctor.passed', { total }))
      await journeys.back()
      await journeys.isOnline()
    } finally {
      await browser.closePages()
      await browser.close()
    }
  })

  it('on H5: a wrong port, the hint, its fix, connected', async () => {
    const lan = 'barn.local'
    const browser = await PhoneBrowser.launch({ [`${lan}:8083`]: `127.0.0.1:${broker.wsPort}` })
    try {
      const { view } = await browser.open(demo.url)
      const journeys = new Journeys(view, 'zh-CN')
      const { t } = journeys
      await journeys.sees(t('tab.settings'))
      await view.tap({ label: t('connections.add') })
      await journeys.sees(t('add.new.note'))
      await view.tap(t('add.new'))
      await journeys.sees(t('editor.save'))
      await view.input({ label: t('editor.address') }, `ws://${lan}:1883`)
      await view.input({ label: t('editor.username') }, 'ada')
      await view.input({ label: t('editor.password') }, 'right')
      await journeys.sees(t('address.tcpPort', { port: '1883' }))
      await view.tap({ label: `${t('editor.fix.use')} ws://${lan}:8083/mqtt` })
      // examined before it is saved
      await view.until((text) => !text.includes(t('address.tcpPort', { port: '1883' })))
      await view.tap(t('editor.test'))
      await journeys.sees(t('doctor.passed', { total }))
      await journeys.back()
      await view.tap(t('editor.save'))
      await journeys.isOnline()
      expect(browser.errors.splice(0)).toEqual([])
    } finally {
      await browser.closePages()
      await browser.close()
    }
  })
})
