import { gzipSync } from 'node:zlib'
import { Current } from '@tarojs/runtime'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import type { Message, ReceivedMessage, SentMessage, TimelineEntry } from '@/core/message/message'
import { storeEntry } from '@/core/message/storedEntry'
import { encodeUtf8 } from '@/core/payload/utf8'
import { newProfile, useConnections } from '@/features/connections/connections'
import { storeWhatIsSet } from '@/features/connections/stored.fake'
import { runFeeds } from '@/features/messages/feed'
import { setComparing } from '@/features/messages/views'
import { addSchema, chooseType } from '@/features/schemas/schemas'
import { services } from '@/features/services'
import { ScriptedSession } from '@/features/sessions/session.fake'
import { useSessions } from '@/features/sessions/sessions'
import { clipboard } from '@/services/clipboard/clipboard'
import { LanguageProvider } from '@/ui/language'
import MessagePage from '.'

storeWhatIsSet()

const at = new Date(2026, 0, 2, 14, 22, 41, 120).getTime()
const bytesOf = (payload: string | Uint8Array) => (typeof payload === 'string' ? encodeUtf8(payload) : payload)
const received = (id: number, payload: string | Uint8Array, rest: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
  ...{ direction: 'received', id, topic: 'greenhouse/1/env', payload: bytesOf(payload), qos: 1, retain: false },
  ...{ dup: false, at: at + id * 1_003 },
  ...rest,
})
const sent = (id: number, status: SentMessage['status']): SentMessage => ({
  ...{ direction: 'sent', id, topic: 'greenhouse/1/cmd', payload: encodeUtf8('{"fan":2}'), qos: 1, retain: false, at },
  status,
})

let session: ScriptedSession
let utils: TestUtils
let stopFeeds: () => void
const copied: string[] = []

const all = (selector: string) => Array.from(document.querySelectorAll(selector))
const texts = (selector: string) => all(selector).map((node) => node.textContent)
const text = (selector: string) => texts(selector).join('|')
async function act(work: () => void): Promise<void> {
  await utils.act(() => {
    work()
    jest.advanceTimersByTime(300)
  })
}
/** What was asked of the storage has come, and is drawn. */
async function settled(): Promise<void> {
  for (let frame = 0; frame < 4; frame += 1) {
    await act(() => undefined)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}
const tap = (selector: string, index = 0) => act(() => void utils.fireEvent.click(all(selector)[index]!))
const tapText = (selector: string, words: string) => tap(selector, texts(selector).indexOf(words))
const row = (key: string) =>
  all('.detail-row').findIndex((node) => node.querySelector('.detail-key')?.textContent === key)

/** Opens the last of the messages, or the one with this ID. */
async function open(messages: Message[], id = messages[messages.length - 1]?.id, language: 'zh-CN' | 'en' = 'zh-CN') {
  const params = { profile: 'p1', message: String(id) }
  Current.router = { params, path: '', $taroPath: '', onReady: '', onHide: '', onShow: '' }
  utils = new TestUtils()
  const Page = () => (
    <LanguageProvider choice={language}>
      <MessagePage />
    </LanguageProvider>
  )
  await utils.mount(Page, { props: {} })
  jest.useFakeTimers({ doNotFake: ['requestAnimationFrame', 'queueMicrotask', 'nextTick'] })
  await act(() => session.finishRestoring([]))
  await act(() => session.emit(...messages))
  // what was chosen before is read from the storage
  await settled()
}

beforeEach(() => {
  localStorage.clear()
  session = new ScriptedSession()
  const subscription = { filter: 'greenhouse/+/env', qos: 1 as const, alias: '环境', color: 1, isEnabled: true }
  const profile = { ...newProfile('ws://127.0.0.1:1/mqtt'), id: 'p1', name: '温室一号', subscriptions: [subscription] }
  useConnections.setState({ load: 'ready', profiles: [profile], broken: [] })
  stopFeeds = runFeeds()
  useSessions.setState({ sessions: { p1: session } })
  copied.length = 0
  jest.spyOn(clipboard, 'write').mockImplementation((text) => Promise.resolve(void copied.push(text)))
  setComparing(true)
})

afterEach(() => {
  jest.restoreAllMocks()
  utils.unmout()
  jest.useRealTimers()
  stopFeeds()
  useSessions.setState({ sessions: {} })
})

test('the title says which message of its subscription it is', async () => {
  const asked = jest.spyOn(services.history, 'ordinal').mockResolvedValue(2_940)
  await open([received(1, 'x')])
  expect(text('.nav-subtitle')).toBe('环境第 2,940 条')
  const isOfThem = asked.mock.calls[0]?.[2]
  expect(['greenhouse/2/env', 'greenhouse/1/cmd'].map((topic) => isOfThem?.(topic))).toEqual([true, false])
})

test('what cannot be counted has no number', async () => {
  jest.spyOn(services.history, 'ordinal').mockRejectedValue(new Error('storageFailed'))
  await open([received(1, 'x', { topic: 'other' })], 1, 'en')
  expect(text('.nav-subtitle')).toBe('Received')
})

test('a message says where it came from, what came before it, and its properties in their order', async () => {
  const properties = {
    contentType: 'application/json',
    responseTopic: 'ack',
    subscriptionIdentifiers: [7, 9],
    userProperties: [
      ['b', '1'],
      ['a', '2'],
      ['b', '3'],
    ] as [string, string][],
  }
  await open([
    received(1, '{"temp":24.5}'),
    received(2, 'x', { topic: 'other' }),
    received(3, '{"temp":24.50}', { retain: true, dup: true, properties }),
  ])
  expect(text('.detail-topic')).toBe('greenhouse/1/env')
  expect(texts('.detail-meta')).toEqual([
    expect.stringMatching(/14:22:44\.129QoS 114 Bapplication\/json保留DUP$/),
    '距同主题上一条 2.006 秒距前一条消息 1.003 秒',
  ])
  expect(text('.nav-subtitle')).toBe('环境')
  expect(texts('.detail-property')).toEqual([
    '内容类型application/json',
    '响应主题ack',
    '订阅标识7, 9',
    '用户属性b = 1',
    '用户属性a = 2',
    '用户属性b = 3',
  ])
})

test('a tap on a value offers its path, itself and a chart', async () => {
  const navigateTo = jest.spyOn(Taro, 'navigateTo').mockResolvedValue({ errMsg: 'navigateTo:ok' })
  await open([received(1, '{"dev":{"re ssi":-61,"id":"gw-02"},"big":12345678901234567890}')])
  expect(texts('.detail-row')).toEqual(['dev{2}对象', 're ssi-61', 'id"gw-02"字符串', 'big12345678901234567890'])
  await tap('.detail-row', row('re ssi'))
  expect(texts('.detail-action')).toEqual(['复制路径', '复制值', '画成曲线'])
  await tap('.detail-action', 0)
  await tap('.detail-action', 2)
  await tap('.detail-row', row('dev'))
  await tap('.detail-action', 1)
  expect(copied).toEqual(['$.dev["re ssi"]', '{\n  "re ssi": -61,\n  "id": "gw-02"\n}'])
  const [[options]] = navigateTo.mock.calls as [[{ url: string }]]
  expect(decodeURIComponent(options.url)).toContain('topic=greenhouse/1/env&path=$.dev["re ssi"]')
  navigateTo.mockRestore()
  await tap('.detail-chevron.hit')
  expect(texts('.detail-row')).toEqual(['dev{2}对象', 'big12345678901234567890'])
})

test('what has changed since the message before is marked, with what it was, and need not be', async () => {
  await open([received(1, '{"temp":24.5,"old":1,"lux":7}'), received(2, '{"temp":24.6,"lux":7,"new":[1]}')])
  expect(text('.detail-compare')).toBe('3 处变化与 1.003 秒前的上一条相比')
  expect(texts('.detail-row')).toEqual(['temp24.6原 24.5', 'old1去掉', 'lux7', 'new[1]新增'])
  expect(texts('.is-changed')).toEqual(['24.6'])
  await tap('.detail-compare .hit')
  expect(texts('.detail-row')).toEqual(['temp24.6', 'lux7', 'new[1]数组 1'])
})

test('a number shows what it has been in the messages before', async () => {
  const message = (id: number, temp: number) => received(id, JSON.stringify({ temp, id: 'gw-02' }))
  await open([message(1, 24), message(2, 25), message(3, 24.5), message(4, 30)], 3)
  const [line] = all('.detail-trend').map((node) => node.getAttribute('style') ?? '')
  expect(all('.detail-trend')).toHaveLength(1)
  // three points, of which the second is the highest
  expect(line).toContain('M1.5 16.5L26.0 1.5L50.5 9.0')
})

test('arrows lead to the messages before and after of the same topic', async () => {
  await open([received(1, '1'), received(2, 'x', { topic: 'other' }), received(3, '3'), received(4, '4')], 3)
  const labels = () => all('.nav .hit').map((node) => node.getAttribute('aria-label'))
  expect(labels()).toEqual(['返回', '上一条同主题消息', '下一条同主题消息'])
  await tap('.nav .hit', 2)
  expect([text('.detail-line'), labels()]).toEqual(['−3|+4', ['返回', '上一条同主题消息']])
})

test('what is no JSON says where, and why', async () => {
  await open([received(1, '{"fan": 2，\n "speed": 45}')])
  expect(text('.notice')).toBe('不是有效的 JSON第 1 行第 10 列，用了中文标点 · ，')
  expect(text('.detail-raw .is-invalid')).toBe('，')
  expect(texts('.detail-raw')[0]).toBe('{"fan": 2，\n "speed": 45}')
})

test('bytes of a binary format are a tree over their dump, and a failure names its byte', async () => {
  const cbor = Buffer.from('a2647465 6d70fb403899999999999a63636f3219032c'.replace(' ', ''), 'hex')
  await open([received(1, new Uint8Array(cbor), { properties: { contentType: 'application/cbor' } })])
  expect(texts('.detail-row')).toEqual(['temp24.6float64', 'co2812uint'])
  expect(texts('.detail-hex > *')[1]?.split('\n')[0]).toBe('a2 64 74 65 6d 70 fb 40')
})

test('a cut CBOR message says at which byte it ends', async () => {
  const properties = { contentType: 'application/cbor' }
  await open([received(1, new Uint8Array([0xa2, 0x64, 0x74, 0x65, 0x6d, 0x70, 0xfb, 0x40]), { properties })])
  expect(text('.notice')).toContain('不是有效的 CBOR')
  expect(text('.notice')).toContain('数据不完整')
  expect(texts('.detail-hex-offsets')).not.toEqual([])
})

test('what was compressed says so, and is shown as what it holds', async () => {
  await open([received(1, new Uint8Array(gzipSync('{"zipped":true}')))])
  expect(text('.detail-wrapping')).toBe('gzip 解开后 15 B')
  expect(texts('.detail-row')).toEqual(['zippedtrue'])
})

test('Sparkplug data is named by the birth before it', async () => {
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
  // metrics: { name: "temp", alias: 1, datatype: Double, 20.0 }, and { alias: 1, 21.5 } of the data
  const birth = bytes('12130a0474656d701001200a690000000000003440')
  const data = bytes('120b1001690000000000803540')
  const topic = 'spBv1.0/plant/NDATA/edge'
  await open([received(1, birth, { topic: 'spBv1.0/plant/NBIRTH/edge' }), received(2, data, { topic })])
  expect(texts('.detail-row').slice(-1)[0]).toMatch(/^temp21\.5/)
  utils.unmout()
  jest.useRealTimers()
  await open([received(3, data, { topic: 'spBv1.0/plant/NDATA/other' })])
  expect(texts('.detail-row').slice(-1)[0]).toMatch(/^alias 1/)
})

test('bytes that are no text are marked within it', async () => {
  await open([received(1, new Uint8Array([0x61, 0xff, 0xfe, 0xe6, 0xb8, 0xa9, 0x00]))])
  await tapText('.detail-tab', '文本')
  expect(texts('.detail-run')).toEqual(['a', 'ff fe', '温', '␀'])
  expect(all('.detail-run').map((node) => node.className.replace(/.*is-/, ''))).toEqual([
    'text',
    'invalid',
    'text',
    'control',
  ])
})

test('the view that was chosen comes back for the next message of its kind', async () => {
  await open([received(1, '{"a":1}')])
  await tapText('.detail-tab', '十六进制')
  expect(text('.detail-hex')).toContain('7b 22 61 22')
  utils.unmout()
  await open([received(2, '{"b":2}')])
  expect(text('.detail-hex')).toContain('7b 22 62 22')
  await tapText('.detail-tab', 'JSON')
})

test('a subscription can be made to show its messages one way', async () => {
  await open([received(1, '{"a":1}')])
  await tapText('.detail-tab', 'Base64')
  await tapText('.li', '“环境”的消息以后都用Base64查看')
  expect(useConnections.getState().profiles[0]?.subscriptions[0]?.format).toBe('base64')
  expect(text('.detail-text')).toBe('eyJhIjoxfQ==')
  await tapText('.li', '“环境”恢复自动判断')
  expect(useConnections.getState().profiles[0]?.subscriptions[0]?.format).toBeUndefined()
  await tapText('.detail-tab', 'JSON')
})

test('protobuf is shown by number, and by name once a schema was chosen', async () => {
  await open([received(1, new Uint8Array([8, 3, 18, 2, 104, 105]))])
  if (!texts('.detail-tab').includes('Protobuf')) throw new Error(text('.detail-tab'))
  await tapText('.detail-tab', 'Protobuf')
  expect(texts('.detail-key')).toEqual(['1', '2'])
  await act(() => {
    void addSchema('t', 'syntax = "proto3"; message T { sint32 celsius = 1; string note = 2; }', 's1').then(() =>
      chooseType('p1', 'greenhouse/+/env', { schemaId: 's1', typeName: 'T' }),
    )
  })
  await settled()
  expect(texts('.detail-row').map((line) => line?.slice(0, 12))).toEqual(['celsius-2sin', 'note"hi"stri'])
})

test('of two megabytes only a page is drawn, and of their tree a stretch of its lines', async () => {
  const values = Array.from({ length: 60_000 }, (_, i) => ({ i, text: `过流 ${i}` }))
  const payload = encodeUtf8(JSON.stringify(values))
  expect(payload.length).toBeGreaterThan(2_000_000)
  await open([received(1, payload)])
  expect(text('.detail-large')).toMatch(/^[12]\.\d MB，先显示开头展开成树$/)
  expect(text('.detail-pages')).toMatch(/^第 1 页，共 \d{3} 页/)
  expect(document.body.textContent?.length).toBeLessThan(6_000)
  await tap('.detail-large .btn-target')
  expect(all('.detail-row')).toHaveLength(32)
  for (let taps = 0; taps < 6; taps += 1) await tap('.detail-tree-more', all('.detail-tree-more').length - 2)
  expect(all('.detail-row').length).toBeLessThanOrEqual(240)
})

test('what becomes of a message of ours shows while it is open, and what can be done follows', async () => {
  const queued = sent(1, { name: 'queued' })
  await open([queued])
  expect([text('.detail-delivery'), texts('.tool')]).toEqual(['排队中', ['复制', '收藏', '编辑', '撤回']])
  await tapText('.tool', '撤回')
  expect(session.cancelled).toEqual([1])
  await act(() => session.emit(sent(1, { name: 'refused', mqttCode: 0x97 })))
  expect([text('.detail-delivery'), texts('.tool')]).toEqual([
    '被拒绝：超出配额 0x97',
    ['复制', '收藏', '重发', '编辑'],
  ])
  await tapText('.tool', '重发')
  expect(session.published).toMatchObject([{ topic: 'greenhouse/1/cmd', payload: '{"fan":2}', queueOffline: true }])
})

test('a message that was delivered again says when', async () => {
  const first = received(1, '{"temp":24.5}')
  await open([first, { ...first, id: 3, at: at + 400_000, dup: true, isRedelivered: true }], 1)
  expect(text('.detail-delivery')).toBe('再次送达 1 次 · 14:29:21.120')
})

test('a message that was too large to keep offers nothing that it has not', async () => {
  await open([received(1, '', { omittedBytes: 1_572_864 })])
  expect(text('.detail-nothing')).toBe('1.5 MB · 超过最大报文，没有保留')
  expect(texts('.tool')).toEqual(['复制'])
})

/** What is stored, newest first, in parts of one. */
function store(entries: readonly TimelineEntry[]): void {
  jest
    .spyOn(services.history, 'reader')
    .mockImplementation((_profile, { before = Infinity, from = 0, mayMatch } = {}) => {
      const left = entries.filter((entry) => {
        const isTold = mayMatch?.(JSON.stringify(storeEntry(entry))) ?? true
        return entry.id < before && entry.at >= from && isTold
      })
      return {
        next: () => {
          const entry = left.shift()
          return Promise.resolve(entry && { entries: [entry], scanned: 1, progress: 0, damaged: 0 })
        },
      }
    })
}

test('a message that the list does not hold is found in the log, with what stands around it', async () => {
  const other = received(3, 'x', { topic: 'other' })
  store([received(5, '{"temp":3}'), received(4, '{"temp":2}'), other, received(2, '{"temp":1}')])
  await open([], 4)
  expect(texts('.detail-row')).toEqual(['temp2原 1'])
  expect(text('.detail-meta')).toContain('距同主题上一条 2.006 秒距前一条消息 1.003 秒')
  await tap('.nav .hit', 2)
  await settled()
  expect(texts('.detail-row')).toEqual(['temp3原 2'])
})

test('a message that is not there any more is said to be gone, in English, too', async () => {
  store([received(1, '1')])
  await open([received(1, '1')], 99)
  expect(text('.empty')).toBe('找不到这条消息它已经被清空，或者写满时先删掉了。返回')
  utils.unmout()
  jest.useRealTimers()
  await open([], 99, 'en')
  expect(text('.empty')).toContain('Message not found')
})

test('a log that cannot be read is no message that is gone, and is read again when asked to', async () => {
  await open([], 99)
  expect(text('.empty')).toContain('读不出这条消息')
  store([received(99, '{"found":1}')])
  await tap('.empty .btn-target')
  await settled()
  expect(texts('.detail-row')).toEqual(['found1'])
})
