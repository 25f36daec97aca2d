import { Current } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import type { StepId, StepResult } from '@/core/doctor/steps'
import { reason } from '@/core/session/reasons'
import { newProfile, useConnections } from '@/features/connections/connections'
import { storeWhatIsSet } from '@/features/connections/stored.fake'
import { handUnsaved, takeMended } from '@/features/doctor/subject'
import { clipboard } from '@/services/clipboard/clipboard'
import type { DoctorSubject } from '@/services/diagnosis/doctorClient'
import { LanguageProvider } from '@/ui/language'
import { hideToast } from '@/ui/toasts'
import DoctorPage from '.'

storeWhatIsSet()

type OnStep = (step: StepId, result: StepResult) => void

/** Examinations that the page began, oldest first. */
const examinations: { subject: DoctorSubject; onStep: OnStep; end: () => void; isCancelled: boolean }[] = []

jest.mock('@/services/diagnosis/doctor', () => ({
  examine(subject: DoctorSubject, _services: unknown, onStep: OnStep) {
    let end = () => {}
    const ended = new Promise<void>((resolve) => (end = resolve))
    const examination = { subject, onStep, end, isCancelled: false }
    examinations.push(examination)
    return { ended, cancel: () => (examination.isCancelled = true) }
  },
}))

const url = 'wss://mq.greenhouse.cn:8084/'
const mended = 'wss://mq.greenhouse.cn:8084/mqtt'
const wrongPath: StepResult = {
  state: 'failed',
  ms: 1_600,
  failure: {
    reason: reason('connectFailed', { detail: 'close 1006 of ada at token=s3cret' }),
    found: { kind: 'path', path: '/mqtt', url: mended },
    fix: { kind: 'address', url: mended },
  },
}

let utils: TestUtils
const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const text = (selector: string) =>
  all(selector)
    .map((node) => node.textContent)
    .join('|')
const act = async (work: () => void) => {
  await utils.act(work)
  for (let turn = 0; turn < 12; turn += 1) await Promise.resolve()
  await utils.act(() => undefined)
}
const tap = (selector: string, index = 0) => act(() => void utils.fireEvent.click(all(selector)[index]!))
const newest = () => examinations[examinations.length - 1]!
const labels = () => all('.doctor-step').map((node) => node.getAttribute('aria-label'))

async function open(profile: string, language: 'zh-CN' | 'en' = 'zh-CN') {
  Current.router = { params: { profile }, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice={language}>
      <DoctorPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
}

/** As far as the socket, which did not open. */
const failAtSocket = () =>
  act(() => {
    const { onStep, end } = newest()
    onStep('address', { state: 'passed', note: { code: 'host', host: 'mq.greenhouse.cn' }, ms: 1 })
    onStep('port', { state: 'passed', note: { code: 'port', scheme: 'wss', port: '8084' }, ms: 1 })
    onStep('path', { state: 'noted', note: { code: 'noPath', path: '/' }, ms: 0 })
    onStep('domain', { state: 'passed', note: { code: 'notBlocked' }, ms: 2 })
    onStep('socket', { state: 'running', trying: mended })
    onStep('socket', wrongPath)
    end()
  })

beforeEach(() => {
  examinations.length = 0
  const profile = { ...newProfile(url), id: 'p1', name: '温室一号', username: 'ada', password: 's3cret' }
  useConnections.setState({ load: 'ready', profiles: [profile], broken: [] })
})
afterEach(() => {
  utils.unmout()
  hideToast()
})

const profileNow = () => useConnections.getState().profiles[0]

test('a failed step opens with cause, evidence and one fix; the rest stays hollow', async () => {
  await open('p1')
  expect(text('.doctor-outcome')).toBe('正在看第 1 步，共 9 步')
  await failAtSocket()
  expect(text('.doctor-outcome')).toBe('停在第 5 步，共 9 步')
  expect(labels().slice(2, 6)).toEqual([
    '第 3 步，路径，通过，有提示',
    '第 4 步，浏览器允许，通过',
    '第 5 步，打开 WebSocket，失败',
    '第 6 步，子协议 mqtt，还没轮到',
  ])
  expect(all('.doctor-mark.is-waiting')).toHaveLength(4)
  expect(text('.doctor-card')).toContain('另试 /mqtt 握手成功，多半只是少填了路径。')
  expect(all('.doctor-fix')).toHaveLength(1)
  expect(text('.doctor-fix')).toBe('改用 /mqtt 并继续')
  expect(text('.doctor-time')).toBe('1 ms|1 ms|1 ms|2 ms|1.6 秒')
})

test('the raw error is behind a link, and in it no credentials', async () => {
  await open('p1')
  await failAtSocket()
  expect(all('.doctor-raw')).toHaveLength(0)
  await tap('.doctor-raw-link')
  expect(text('.doctor-raw')).toBe('close 1006 of ••• at token=•••')
})

test('the fix changes the profile, goes on from that step, and can be undone', async () => {
  await open('p1')
  await failAtSocket()
  await tap('.doctor-fix')
  expect(profileNow()?.url).toBe(mended)
  expect(examinations).toHaveLength(2)
  expect(newest().subject.url).toBe(mended)
  // what was passed stays to be seen while it is looked at anew
  await act(() => newest().onStep('address', { state: 'running' }))
  expect(labels()[0]).toBe('第 1 步，地址，通过')
  await tap('.toast-action')
  expect(profileNow()?.url).toBe(url)
  expect(newest().subject.url).toBe(url)
  expect(examinations[1]?.isCancelled).toBe(true)
})

test('the result is copied as text without credentials', async () => {
  const copied: string[] = []
  jest.spyOn(clipboard, 'write').mockImplementation((text) => Promise.resolve(void copied.push(text)))
  await open('p1')
  await failAtSocket()
  await tap('.foot .btn-target', 1)
  expect(copied[0]).toContain('✗ 5. 打开 WebSocket · 1.6 秒')
  expect(copied[0]).toContain('○ 6. 子协议 mqtt')
  expect(copied[0]).not.toMatch(/ada|s3cret/)
})

test('a refused login leads to the editor, and what is changed there is looked at from that step on', async () => {
  jest.spyOn(Taro, 'getCurrentPages').mockReturnValue([])
  const navigateTo = jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: '' })
  await open('p1', 'en')
  await failAtSocket()
  await act(() => newest().onStep('connack', { state: 'running' }))
  await tap('.foot .btn-target')
  await act(() => {
    newest().onStep('connack', {
      state: 'failed',
      ms: 9,
      failure: { reason: reason('badCredentials', { mqttCode: 0x86 }), fix: { kind: 'login' } },
    })
    newest().end()
  })
  expect(text('.doctor-outcome')).toBe('Stopped at step 7 of 9')
  expect(labels()[6]).toBe('Step 7, CONNACK, failed')
  await tap('.doctor-fix')
  expect(navigateTo).toHaveBeenCalledWith({ url: '/pages/editor/index?id=p1' })
  const before = examinations.length
  await act(() => useConnections.setState({ profiles: [{ ...profileNow()!, password: 'other' }] }))
  expect(examinations).toHaveLength(before + 1)
  expect(newest().subject.password).toBe('other')
})

test('what the editor has not saved is examined and mended, and the editor takes it over', async () => {
  handUnsaved({ ...newProfile(url), id: 'new' })
  await open('unsaved')
  await failAtSocket()
  await tap('.doctor-fix')
  expect(newest().subject.url).toBe(mended)
  expect(profileNow()?.url).toBe(url)
  expect(takeMended('another')).toEqual({})
  expect(takeMended('new')).toMatchObject({ url: mended })
  expect(takeMended('new')).toEqual({})
})

test('a profile that is gone says so', async () => {
  await open('nobody')
  expect(document.body.textContent).toContain('找不到这个连接')
})
