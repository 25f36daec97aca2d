import { Current } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import type { Gap, ReceivedMessage, SentMessage } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import type { Connection } from '@/core/session/connection'
import { reason } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'
import { changeProfile, newProfile, useConnections } from '@/features/connections/connections'
import { storeWhatIsSet } from '@/features/connections/stored.fake'
import { runFeeds } from '@/features/messages/feed'
import { handToBar } from '@/features/publish/handover'
import { ScriptedSession } from '@/features/sessions/session.fake'
import { useSessions } from '@/features/sessions/sessions'
import { LanguageProvider } from '@/ui/language'
import MessagesPage from '.'

storeWhatIsSet()

const connection: Connection = {
  ...{ protocolVersion: 5, keepAliveSeconds: 60, isServerKeepAlive: false, sessionExpirySeconds: 86_400 },
  receiveMaximum: 65_535,
}
const online = (resumed: boolean, facts: Partial<Connection> = {}): SessionStatus => {
  return { name: 'online', resumed, since: 0, connection: { ...connection, ...facts } }
}

const at = new Date(2026, 0, 2, 14, 22, 41, 120).getTime()
const received = (
  id: number,
  topic: string,
  payload: string,
  rest: Partial<ReceivedMessage> = {},
): ReceivedMessage => ({
  ...{ direction: 'received', id, topic, payload: encodeUtf8(payload), qos: 0, retain: false, dup: false, at },
  ...rest,
})
const sent = (id: number, status: SentMessage['status'], topic = 'greenhouse/1/cmd/fan'): SentMessage => ({
  ...{ direction: 'sent', id, topic, payload: encodeUtf8('{"fan":2}'), qos: 1, retain: false, at, status },
  expiresAt: at + 600_000,
})
const gap = (rest: Partial<Gap>): Gap => ({
  direction: 'gap',
  id: 90,
  from: at,
  at,
  caughtUp: 0,
  cause: 'hidden',
  ...rest,
})

// what jsdom does not have
Element.prototype.scrollIntoView = () => {}
navigator.vibrate = () => true

let session: ScriptedSession
let utils: TestUtils
let stopFeeds: () => void

const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
const text = (selector: string) => texts(selector).join('|')
async function act(work: () => void): Promise<void> {
  await utils.act(() => {
    work()
    // the feed flushes at most ten times a second
    jest.advanceTimersByTime(300)
  })
}
const tap = (selector: string, index = 0) => act(() => void utils.fireEvent.click(all(selector)[index]!))
const input = (selector: string, value: string) =>
  act(() => void all(selector)[0]!.dispatchEvent(new CustomEvent('input', { detail: { value } })))

/** Taro's H5 components draw themselves some turns after they are mounted. */
function componentsDrawn(): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!all('.msg-input').every((node) => node.querySelector('textarea'))) return
      observer.disconnect()
      resolve()
    }
    const observer = new MutationObserver(check)
    observer.observe(document.body, { childList: true, subtree: true })
    check()
  })
}

async function open(search: Record<string, string> = { profile: 'p1' }, language: 'zh-CN' | 'en' = 'zh-CN') {
  Current.router = { params: search, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice={language}>
      <MessagesPage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
  await componentsDrawn()
  jest.useFakeTimers({ doNotFake: ['requestAnimationFrame', 'queueMicrotask', 'nextTick'] })
}

beforeEach(() => {
  session = new ScriptedSession()
  session.status = online(false)
  const profile = {
    ...newProfile('ws://127.0.0.1:1/mqtt'),
    id: 'p1',
    name: '温室一号',
    subscriptions: [
      { filter: 'greenhouse/+/env', qos: 1 as const, alias: '环境', color: 1, isEnabled: true },
      { filter: 'greenhouse/+/alarm', qos: 2 as const, alias: '报警', color: 2, isEnabled: true },
    ],
    draft: { topic: 'greenhouse/1/cmd/fan', payload: '', qos: 1 as const, retain: false },
  }
  useConnections.setState({ load: 'ready', profiles: [profile], broken: [] })
  stopFeeds = runFeeds()
  useSessions.setState({ sessions: { p1: session } })
})

afterEach(() => {
  utils.unmout()
  jest.useRealTimers()
  stopFeeds()
  useSessions.setState({ sessions: {} })
})

test('messages arrive joined by topic, with their marks and times', async () => {
  await open()
  expect(all('.loading')).toHaveLength(1)
  await act(() => session.finishRestoring([]))
  expect(text('.empty')).toContain('已订阅 2 个，等第一条')
  await act(() =>
    session.emit(
      received(1, 'greenhouse/1/env', '{"temp":24.5}'),
      received(2, 'greenhouse/1/env', '{"temp":24.6}', { at: at + 1_000 }),
      received(3, 'greenhouse/1/alarm', '{"msg":"补光灯 3 过流"}', { qos: 1, dup: true, retain: true }),
    ),
  )
  expect(texts('.msg-card')).toEqual([
    'greenhouse/1/env14:22:41.120temp24.5temp24.6:42.120',
    'greenhouse/1/alarm保留DUPQ114:22:41.120msg"补光灯 3 过流"',
  ])
  expect(texts('.chip')).toEqual(['全部3', '环境2', '报警1'])
  await tap('.chip-target', 2)
  expect(texts('.msg-card')).toHaveLength(1)
})

test('a long text is shown by its first characters, other bytes by theirs in hex', async () => {
  await open()
  const long = `{"log":"${'过流 '.repeat(2_000)}"}`
  await act(() => session.emit(received(1, 'a', long), received(2, 'b', '', { payload: new Uint8Array([0xff, 1]) })))
  expect(texts('.msg-binary')).toEqual([
    expect.stringMatching(/^JSON13\.\d KB\{"log":"过流 过流 .*…展开$/),
    'BIN2 Bff 01展开',
  ])
})

test.each<[SentMessage['status'], string]>([
  [{ name: 'sending' }, '发送中'],
  [{ name: 'acknowledged', roundTripMs: 38.4 }, '已确认 38 ms'],
  [{ name: 'refused', mqttCode: 0x87, detail: 'no rights' }, '被拒绝：无发布权限 0x87no rights重发编辑'],
  [{ name: 'unknown' }, '不确定是否送达会话丢了，没等到确认：可能到了，也可能没到重发编辑不管它'],
  [{ name: 'expired' }, '已过期，没有发出10 分钟的有效期内没有连上重发编辑'],
  [{ name: 'cancelled' }, '已撤回'],
])('a sent message shows %j', async (status, words) => {
  await open()
  await act(() => session.emit(sent(1, { name: 'queued' }), sent(1, status)))
  expect(text('.msg-sent')).toBe(`greenhouse/1/cmd/fanfan2Q1·14:22:41${words}`)
})

test('what was sent does not stand in the bar again after the next start', async () => {
  await open()
  await input('.msg-input', '{"fan":2}')
  // the tap takes the keyboard away, which stores what stands there
  await act(() => void all('.msg-input')[0]!.dispatchEvent(new CustomEvent('blur')))
  const draft = () => useConnections.getState().profiles[0]?.draft
  const stored = async (payload: string) => {
    for (let turn = 0; turn < 50 && draft()?.payload !== payload; turn += 1) await act(() => undefined)
    expect(draft()).toMatchObject({ topic: 'greenhouse/1/cmd/fan', payload })
  }
  await stored('{"fan":2}')
  await tap('.msg-send')
  expect(session.published).toHaveLength(1)
  await stored('')
})

test('what is uncertain is published again with one tap', async () => {
  await open()
  await act(() => session.emit(sent(1, { name: 'queued' }), sent(1, { name: 'unknown' })))
  await tap('.msg-action')
  expect(session.published).toMatchObject([
    { topic: 'greenhouse/1/cmd/fan', payload: '{"fan":2}', qos: 1, retain: false },
  ])
  expect([text('.sheet'), text('.msg-actions')]).toEqual(['', ''])
  // sent twice by two taps would be a second command
  expect(text('.msg-sent')).toContain('已重发')
})

test('what is uncertain can be left as it is, and is not asked about where the rule decides', async () => {
  await open()
  await act(() => session.emit(sent(2, { name: 'queued' }), sent(2, { name: 'unknown' })))
  await tap('.msg-action', 2)
  expect([text('.msg-actions'), session.published]).toEqual(['', []])
  expect(text('.msg-sent')).toContain('不确定是否送达')
  await act(() => session.emit(sent(3, { name: 'queued' }), sent(3, { name: 'unknown' })))
  expect(all('.msg-actions')).toHaveLength(1)
  await act(() =>
    useConnections.setState(({ profiles }) => ({ profiles: profiles.map((p) => ({ ...p, unknownRule: 'resend' })) })),
  )
  expect(all('.msg-actions')).toHaveLength(0)
})

test('a queued message is taken back into the bar, never over what is typed without a word', async () => {
  await open()
  const payloadInBar = () => all('.msg-input textarea').map((node) => (node as HTMLTextAreaElement).value)
  const editFirst = () => act(() => handToBar({ profileId: 'p1', message: sent(1, { name: 'queued' }), how: 'edit' }))
  const why = reason('closedByPeer')
  await act(() =>
    session.change({
      status: { name: 'waiting', reason: why, attempt: 1, since: Date.now(), retryAt: Date.now() + 9_000 },
      outbox: [sent(1, { name: 'queued' })],
    }),
  )
  await input('.msg-input', '还没写完')
  await editFirst()
  expect(session.cancelled).toEqual([])
  await tap('.confirm-buttons .btn-target', 0)
  expect([session.cancelled, text('.sheet')]).toEqual([[], ''])
  await editFirst()
  await tap('.confirm-buttons .btn-target', 1)
  expect(session.cancelled).toEqual([1])
  await componentsDrawn()
  expect(payloadInBar()).toEqual(['{"fan":2}'])
  await tap('.msg-send')
  // typed by a person: it waits whatever its QoS
  expect(session.published).toMatchObject([{ payload: '{"fan":2}', queueOffline: true }])
})

test('a message that has just left cannot be taken back, and is not sent twice by that', async () => {
  await open()
  session.isCancellable = false
  await act(() => session.change({ outbox: [sent(1, { name: 'queued' })] }))
  await act(() => handToBar({ profileId: 'p1', message: sent(1, { name: 'queued' }), how: 'edit' }))
  expect(text('.toast')).toBe('已经发出，来不及了')
  expect(all('.msg-send')[0]!.classList.contains('is-disabled')).toBe(true)
})

test('a message delivered again is told where it stands', async () => {
  await open()
  const first = received(1, 'greenhouse/1/env', '{"temp":24.5}', { qos: 1 })
  const again = { ...first, id: 3, at: at + 400_000, dup: true, isRedelivered: true }
  await act(() => session.emit(first, gap({ id: 2, to: at + 399_000, resumed: true, caughtUp: 1 }), again))
  expect(texts('.msg-card')).toEqual(['greenhouse/1/envQ114:22:41.120temp24.5再次送达 1 次 · 14:29:21'])
  expect(text('.msg-gap-block')).toBe('离开 14:22–14:29 · 会话已恢复 · 补收 1 条1 条再次送达')
})

test.each<[Gap['cause'], string, string]>([
  ['hidden', '14:22:41 断开', '离开 14:22–14:29 · 会话已恢复 · 没有新消息'],
  ['disconnected', '14:22:41 断开', '断开 14:22–14:29 · 会话已恢复 · 没有新消息'],
  ['stopped', '14:22:41 暂停', '暂停 14:22–14:29 · 会话已恢复 · 没有新消息'],
  ['ended', '14:22:41 应用关闭', '应用关闭 14:22–14:29 · 会话已恢复 · 没有新消息'],
])('an absence because of %s says so', async (cause, since, ended) => {
  await open()
  await act(() => session.emit(gap({ cause })))
  expect(text('.msg-gap-text')).toBe(since)
  await act(() => session.emit(gap({ cause, to: at + 7 * 60_000, resumed: true })))
  expect(text('.msg-gap-text')).toBe(ended)
})

test('an absence over night says which day it began', async () => {
  await open()
  const night = { cause: 'ended', to: at + 18 * 3_600_000, resumed: true } as const
  await act(() => session.emit(gap(night), gap({ ...night, id: 91, resumed: false })))
  expect(text('.msg-gap-text')).toBe('应用关闭 昨天 14:22–08:22 · 会话已恢复 · 没有新消息')
  expect(text('.msg-lost')).toContain('昨天 14:22–08:22 的消息可能缺失')
})

test('messages of earlier runs stand there when the page opens, and clearing outlives the app', async () => {
  await open()
  await act(() => session.finishRestoring([received(1, 'greenhouse/1/env', '旧的')]))
  await act(() => session.emit(received(2, 'greenhouse/1/env', '新的', { at: at + 90_000 })))
  expect(texts('.msg-card .msg-payload')).toEqual(['旧的', '新的'])
  await tap('.nav .hit', 2)
  await tap('.li', texts('.li').indexOf('清空消息'))
  expect([all('.msg-card').length, session.forgotten]).toEqual([0, 1])
  await tap('.toast-action')
  expect([all('.msg-card').length, session.forgotten]).toEqual([2, 0])
})

test('taken over, a person takes the session back or takes another ID, and learns what stays with the old one', async () => {
  const will = { mode: 'onLeave', offline: 'off', online: '', qos: 1, retain: true, delaySeconds: 60 } as const
  const [{ id } = { id: '' }] = useConnections.getState().profiles
  await changeProfile(id, (p) => ({ ...p, will: { ...will, topic: `status/${p.clientId}` } }))
  await open()
  const [before] = useConnections.getState().profiles
  const why = reason('sessionTakenOver', { mqttCode: 0x8e })
  await act(() => {
    session.emit(received(1, 'greenhouse/1/env', '1'))
    session.change({ status: { name: 'blocked', reason: why, since: 0 } })
  })
  expect(text('.msg-retry')).toBe('在这里接管')
  await tap('.msg-retry')
  expect(session.retries).toBe(1)
  await tap('.msg-advice-action')
  expect(text('.confirm-text')).toContain('留存的消息仍归原来的 ID')
  await tap('.confirm-buttons .btn-target', 1)
  await act(() => {})
  const [after] = useConnections.getState().profiles
  expect(after?.clientId).not.toBe(before?.clientId)
  // a status topic that was named after the old ID follows
  expect(after).toEqual({
    ...before,
    clientId: after?.clientId,
    will: { ...will, topic: `status/${after?.clientId}` },
  })
})

test('a takeover that is only suspected offers the same, beside its slow retry', async () => {
  await open()
  const now = Date.now()
  await act(() =>
    session.change({
      status: {
        ...{ name: 'waiting', reason: reason('takeoverSuspected'), attempt: 3 },
        ...{ since: now, retryAt: now + 60_000 },
      },
    }),
  )
  expect(text('.msg-banner')).toMatch(/秒后重试可能有另一台设备.*在这里接管.*每 60 秒.*换一个客户端 ID/)
})

test('storage that is full says why nothing is acknowledged, and leads to what frees space', async () => {
  await open()
  await act(() => {
    session.emit(received(1, 'greenhouse/1/env', '1'))
    session.change({ status: { name: 'blocked', reason: reason('storageFull'), since: 0 } })
  })
  expect(text('.msg-banner')).toMatch(/手机存储已满现在重试.*没有确认收到.*清空消息/)
  await tap('.msg-advice-action')
  expect([all('.msg-card').length, session.forgotten]).toEqual([0, 1])
  await tap('.msg-retry')
  expect(session.retries).toBe(1)
})

test('a person may go on without the storage that fails, and is told so as long as it lasts', async () => {
  await open()
  await act(() => session.change({ status: { name: 'blocked', reason: reason('storageFailed'), since: 0 } }))
  expect(all('.msg-unstored')).toEqual([])
  await tap('.msg-advice-action', 1)
  await act(() => session.change({ status: online(true) }))
  expect(text('.msg-unstored')).toMatch(/没有存储/)
})

test('a session that could not be read says what going on without it costs', async () => {
  await open()
  await act(() => session.change({ status: { name: 'blocked', reason: reason('storageUnreadable'), since: 0 } }))
  expect(text('.msg-banner')).toMatch(/读不出存储的会话现在重试.*什么都没有删除.*会开始新的会话/)
  expect(texts('.msg-advice-action')).toEqual(['不存储，继续接收'])
  await tap('.msg-advice-action')
  expect(session.isStored).toBe(false)
})

test('what could not be read is counted, and not kept quiet about', async () => {
  await open()
  expect(all('.msg-damaged')).toEqual([])
  session.damaged = 2
  await act(() => session.change({ status: online(true) }))
  expect(text('.msg-damaged')).toBe('2 条存储的记录无法读取')
})

test('without a free socket it names the connections that hold the places, and one tap frees one', async () => {
  const holder = { ...newProfile('ws://b/mqtt'), id: 'p2', name: '冷库' }
  useConnections.setState(({ profiles }) => ({ profiles: [...profiles, holder] }))
  await open()
  const why = reason('tooManySockets', { holders: ['p2', 'gone'] })
  const now = Date.now()
  await act(() =>
    session.change({ status: { name: 'waiting', reason: why, attempt: 1, since: now, retryAt: now + 8_000 } }),
  )
  expect(texts('.msg-holder')).toEqual(['冷库暂停'])
  await tap('.msg-holder .btn-target')
  await act(() => {})
  expect(useConnections.getState().profiles.find(({ id }) => id === 'p2')?.isPaused).toBe(true)
  expect(session.retries).toBe(1)
})

test('a gap is a line when the session was resumed, and a card when messages may be missing', async () => {
  await open()
  const to = at + 7 * 60_000
  await act(() => session.emit(gap({ to, resumed: true, caughtUp: 6 }), gap({ id: 91, to, resumed: false })))
  expect(texts('.msg-gap-text')).toEqual(['离开 14:22–14:29 · 会话已恢复 · 补收 6 条'])
  expect(text('.msg-lost')).toContain('14:22–14:29 的消息可能缺失')
  // keep session is on already: there is nothing to turn on
  expect(all('.msg-lost-fix')).toHaveLength(0)
})

test('off line the wait, its reason and its candidates are said, messages queue in the tray and can be withdrawn', async () => {
  await open()
  const why = reason('connectFailed', { candidates: [{ code: 'wrongPath', path: '/mqtt' }, { code: 'unreachable' }] })
  await act(() => {
    const now = Date.now()
    session.change({
      status: { name: 'waiting', reason: why, attempt: 4, since: now, retryAt: now + 8_000 },
      outbox: [sent(1, { name: 'queued' }), sent(2, { name: 'queued' }, 'a/very/long/topic/cmd/valve')],
    })
  })
  const banner = text('.msg-banner')
  expect(banner).toMatch(/[78] 秒后重试连接失败 · 第 4 次现在重试/)
  expect(banner.indexOf('路径不对：/mqtt 能握手')).toBeLessThan(banner.indexOf('没有回应'))
  expect(texts('.msg-tray-row')).toEqual(['1…/1/cmd/fanfan2Q1', '2…/cmd/valvefan2Q1'])
  await tap('.msg-retry')
  expect(session.retries).toBe(1)
  await tap('.msg-tray-row .hit', 1)
  await tap('.msg-tray-all')
  expect(session.cancelled).toEqual([2, 1, 2])
  // an attempt under way keeps the banner, or the list would jump at each
  await act(() => session.change({ status: { name: 'connecting', attempt: 5, since: 0 } }))
  expect(text('.msg-banner-title')).toBe('正在重试')
  await act(() => session.change({ status: online(true), outbox: [] }))
  expect(text('.msg-banner')).toBe('')
})

test('short waits and the attempts between them look and sound the same', async () => {
  await open()
  const why = reason('connectFailed', { candidates: [{ code: 'unreachable' }] })
  const heard = () => all('.msg-announce')[0]!.textContent
  for (const attempt of [2, 3]) {
    const now = Date.now()
    await act(() =>
      session.change({ status: { name: 'waiting', reason: why, attempt, since: now, retryAt: now + 1_900 } }),
    )
    expect([text('.msg-banner-title'), text('.state'), heard()]).toEqual([
      '正在重试',
      '正在重试',
      '正在重试 · 连接失败',
    ])
    expect(all('.msg-progress')).toHaveLength(0)
    await act(() => session.change({ status: { name: 'connecting', attempt: attempt + 1, since: 0 } }))
    expect([text('.msg-banner-title'), text('.state'), heard()]).toEqual([
      '正在重试',
      '正在重试',
      '正在重试 · 连接失败',
    ])
  }
  // one candidate is no list
  expect(texts('.msg-candidate')).toEqual(['没有回应：主机、端口或网络不对，或服务器没开'])
})

test('without a network a screen reader hears so once', async () => {
  await open()
  await act(() => session.change({ status: { name: 'offline', reason: reason('networkLost'), since: 0 } }))
  expect(text('.msg-announce')).toBe('没有网络|')
})

test('what stands still for a person says why in English, too', async () => {
  await open({ profile: 'p1' }, 'en')
  const why = reason('badCredentials', { mqttCode: 0x86 })
  await act(() => session.change({ status: { name: 'blocked', reason: why, since: 0 } }))
  expect(text('.msg-banner')).toMatch(/0x86/)
  expect(text('.state')).toBe('Needs attention')
})

test('the way to the settings leads to those of this connection, from the banner and from the menu', async () => {
  const navigateTo = jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: 'navigateTo:ok' })
  await open()
  const why = reason('badCredentials', { mqttCode: 0x86 })
  await act(() => session.change({ status: { name: 'blocked', reason: why, since: 0 } }))
  await tap('.msg-advice-action')
  await tap('.nav .hit', 2)
  await tap(
    '.li',
    texts('.li').findIndex((words) => words?.includes('编辑')),
  )
  // what the editor reads is `id`
  const url = '/pages/editor/index?id=p1'
  expect(navigateTo.mock.calls).toEqual([[{ url }], [{ url }]])
  navigateTo.mockRestore()
})

test('only a valid topic and valid JSON can be sent', async () => {
  await open()
  const isDisabled = () => all('.msg-send')[0]!.classList.contains('is-disabled')
  expect(isDisabled()).toBe(true)
  await tap('.msg-option', 2)
  await input('.msg-input', '{"fan": 2，')
  expect([isDisabled(), text('.msg-problem')]).toEqual([true, 'JSON 不完整：第 10 个字符'])
  await input('.msg-input', '开大一点')
  expect([isDisabled(), text('.msg-problem')]).toEqual([true, '不是 JSON；要当文本发送，关掉 JSON'])
  await input('.msg-input', '{"风": 2}')
  await input('.msg-publish-topic-input', 'greenhouse/+/cmd')
  expect([isDisabled(), text('.msg-problem')]).toEqual([true, '发布的主题不能含 + 或 #'])
  await input('.msg-publish-topic-input', 'greenhouse/2/cmd')
  await tap('.msg-option', 0)
  await tap('.msg-option', 1)
  await tap('.msg-send')
  expect(session.published).toMatchObject([{ topic: 'greenhouse/2/cmd', payload: '{"风": 2}', qos: 2, retain: true }])
})

test('a second tap does not delete what was just retained; an empty message says that it does', async () => {
  await open()
  await input('.msg-publish-topic-input', 'cmd/fan')
  await tap('.msg-option', 1)
  await input('.msg-input', 'on')
  expect(text('.msg-problem')).toBe('')
  await tap('.msg-send')
  await tap('.msg-send')
  expect(session.published.map(({ payload }) => payload)).toEqual(['on'])
  expect(text('.msg-problem')).toBe('空消息会清除这个主题的保留消息')
  await act(() => void jest.advanceTimersByTime(1_000))
  await tap('.msg-send')
  expect(session.published.map(({ payload }) => payload)).toEqual(['on', ''])
})

test('blanks around a topic are said and go with one tap; a topic of blanks cannot be sent', async () => {
  await open()
  await input('.msg-input', 'on')
  await input('.msg-publish-topic-input', ' cmd/fan ')
  expect(text('.msg-problem')).toBe('主题首尾有空格或换行，它们也算主题的一部分去掉')
  await tap('.msg-problem-fix')
  expect(text('.msg-problem')).toBe('')
  await tap('.msg-send')
  expect(session.published).toMatchObject([{ topic: 'cmd/fan' }])
  await input('.msg-input', 'on')
  await input('.msg-publish-topic-input', '  ')
  expect(text('.msg-problem')).toBe('主题不能只有空格')
  expect(all('.msg-send')[0]!.classList.contains('is-disabled')).toBe(true)
})

test('a thousand messages never stand in the tree at once', async () => {
  await open()
  const many = Array.from({ length: 1_500 }, (_, i) => received(i + 1, `t/${i}`, String(i)))
  await act(() => session.emit(...many))
  expect(all('.msg-card').length).toBeLessThanOrEqual(40)
  expect(texts('.msg-card').pop()).toContain('t/1499')
  const live = all('.msg-card').length
  const reachTop = () =>
    act(() => void all('.msg-scroll')[0]!.dispatchEvent(new CustomEvent('scrolltoupper', { detail: {} })))
  // drawing alone reaches the top as well, on a list that has just been opened: nobody has scrolled
  await reachTop()
  expect(texts('.msg-card').pop()).toContain('t/1499')
  document.dispatchEvent(new Event('wheel'))
  for (let i = 0; i < 10; i += 1) {
    await reachTop()
    expect(all('.msg-card').length).toBeLessThanOrEqual(40)
  }
  const held = texts('.msg-card')
  expect(held[0]).toContain(`t/${1_500 - live - 10 * 16}`)
  await act(() => session.emit(received(2_000, 'new', 'x')))
  expect(texts('.msg-card')).toEqual(held)
  expect(text('.msg-pill')).toBe('1 条新消息')
  await tap('.msg-pill')
  expect(texts('.msg-card').pop()).toContain('new')
})

test('a tap opens a message on its page, and one that is handed back fills the bar without being sent', async () => {
  const navigateTo = jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: 'navigateTo:ok' })
  await open()
  const message = received(1, 'greenhouse/1/env', '{"temp":24.50}', { qos: 1 })
  await act(() => session.emit(message))
  await tap('.msg-first')
  expect(navigateTo.mock.calls).toEqual([[{ url: '/subpackages/codecs/message/index?profile=p1&message=1' }]])
  navigateTo.mockRestore()
  await act(() => handToBar({ profileId: 'p1', message, how: 'again' }))
  expect(session.published).toEqual([])
  await tap('.msg-send')
  expect(session.published).toMatchObject([{ topic: 'greenhouse/1/env', payload: '{"temp":24.50}', qos: 1 }])
})

test('subscriptions say what the broker granted, and the form offers the corrected filter', async () => {
  await open()
  await act(() =>
    session.change({
      subscriptions: [
        { filter: 'greenhouse/+/env', qos: 1, status: { name: 'refused', mqttCode: 0x87 } },
        { filter: 'greenhouse/+/alarm', qos: 2, status: { name: 'granted', qos: 1 } },
      ],
    }),
  )
  await tap('.nav .hit', 2)
  await tap('.li', 0)
  expect(texts('.subs-note')).toEqual(['服务器拒绝：未授权 0x87', '想要 QoS 2，给了 1 · 0 条'])
  await act(() =>
    session.change({ subscriptions: [{ filter: 'greenhouse/+/env', qos: 1, status: { name: 'granted', qos: 0 } }] }),
  )
  expect(texts('.subs-note')[0]).toBe('想要 QoS 1，给了 0：离开时漏掉的收不回来 · 0 条')
  await input('.subs-form .field-input', 'greenhouse/#/env')
  expect(text('.field-error')).toBe('# 只能放在最后。这里要匹配一层，用 +')
  expect(text('.subs-suggestion-text')).toBe('greenhouse/+/env')
  await input('.subs-form .field-input', 'greenhouse/+/x\n')
  expect(text('.field-error')).toBe('主题首尾有空格或换行，它们也算主题的一部分')
  expect(text('.subs-suggestion-text')).toBe('greenhouse/+/x')
  await tap('.subs-suggestion .btn')
  expect([all('.field-error'), all('.subs-suggestion')]).toEqual([[], []])
  await input('.subs-form .field-input', ' ')
  expect(text('.field-error')).toBe('主题不能只有空格')
  expect(all('.subs-submit-button')[0]!.className).toContain('is-disabled')
})

test('a filter is shown whole, and of an endless one the tail', async () => {
  const { profiles } = useConnections.getState()
  const filters = ['factory/hall-1/line-3/machine-07/sensors/humidity', `${'level/'.repeat(50)}humidity`]
  const subscriptions = filters.map((filter) => ({ filter, qos: 1 as const, alias: '', color: 1, isEnabled: true }))
  useConnections.setState({ profiles: [{ ...profiles[0]!, subscriptions }] })
  await open()
  await tap('.nav .hit', 2)
  await tap('.li', 0)
  const shown = texts('.subs-filter')
  expect([shown[0], all('.subs-filter.ellipsis')]).toEqual([filters[0], []])
  expect(shown[1]).toMatch(/^…(\/level){10,14}\/humidity$/)
})

test('the format of a subscription is chosen in its form, and its rows are shown in it', async () => {
  await open()
  await act(() => session.emit(received(1, 'greenhouse/1/env', '{"temp":24.5}')))
  expect(text('.msg-payload')).toBe('temp24.5')
  await tap('.nav .hit', 2)
  await tap('.li', 0)
  await tap('.subs-row', 0)
  expect(text('.subs-format-line')).toBe('查看方式自动识别')
  await tap('.subs-format-line')
  expect(texts('.subs-formats .chip').slice(0, 3)).toEqual(['自动识别', 'JSON', '文本'])
  await tap('.subs-formats .chip-target', texts('.subs-formats .chip').indexOf('十六进制'))
  expect([all('.subs-formats'), text('.subs-format-line')]).toEqual([[], '查看方式十六进制'])
  await tap('.subs-submit-button')
  const formats = () => useConnections.getState().profiles[0]!.subscriptions.map(({ format }) => format)
  expect(formats()).toEqual(['hex', undefined])
  expect(text('.msg-payload')).toBe('7b 22 74 65 6d 70 22 3a 32 34 2e 35 7d')
})

test('what holds on the connection is told in plain words, with the names of the protocol', async () => {
  await open()
  const openFacts = async () => {
    await tap('.nav .hit', 2)
    await tap('.li', texts('.li').indexOf('连接信息'))
    return texts('.facts-row')
  }
  const facts = { isServerKeepAlive: true, keepAliveSeconds: 30, sessionExpirySeconds: 3_600, receiveMaximum: 20 }
  await act(() => session.change({ status: online(true, { ...facts, maximumPacketSize: 2_048, maximumQoS: 1 }) }))
  const { clientId } = useConnections.getState().profiles[0]!
  expect(await openFacts()).toEqual([
    'MQTT 版本Protocol Version5.0',
    '会话Session Present 1已恢复',
    '断开后会话保留Session Expiry Interval1 小时',
    '心跳间隔Server Keep Alive30 秒，服务器定的',
    '最多同时等确认Receive Maximum20 条',
    '最大的报文Maximum Packet Size2.0 KB',
    '最高 QoSMaximum QoS1',
    '保留消息Retain Available支持',
    '通配符订阅Wildcard Subscription Available支持',
    '共享订阅Shared Subscription Available支持',
    `客户端 IDClient Identifier${clientId}`,
  ])
  await act(() => session.change({ status: online(false, { protocolVersion: 4, sessionExpirySeconds: undefined }) }))
  expect(texts('.facts-row')).toEqual([
    'MQTT 版本Protocol Version3.1.1',
    '会话Session Present 0新会话',
    '断开后会话保留Session Expiry Interval由服务器决定',
    '心跳间隔Keep Alive1 分钟',
    `客户端 IDClient Identifier${clientId}`,
  ])
})

test('an unknown connection is said to be unknown, with a way back', async () => {
  await open({ profile: 'gone' })
  expect(text('.empty-title')).toBe('找不到这个连接')
  expect(text('.btn')).toContain('返回')
})

test('a message too large to keep says so', async () => {
  await open()
  await act(() => session.emit(received(1, 'greenhouse/1/env', '', { omittedBytes: 1_572_864 })))
  expect(text('.msg-card')).toContain('1.5 MB · 超过最大报文，没有保留')
})
