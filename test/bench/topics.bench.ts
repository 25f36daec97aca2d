import { spawnSync } from 'node:child_process'
import type { Page } from 'playwright-core'
import { startDemo } from '../../scripts/start/startDemo'
import type { ReceivedMessage } from '../../src/core/message/message'
import { encodeUtf8 } from '../../src/core/payload/utf8'
import { FieldValues } from '../../src/core/topic/fields'
import { TreeOutline } from '../../src/core/topic/outline'
import { TopicSearch } from '../../src/core/topic/topicSearch'
import { TopicTree } from '../../src/core/topic/tree'
import { built } from '../support/app/build'
import { Journeys } from '../support/app/journeys'
import { Peer } from '../support/app/peer'
import { phoneWith } from '../support/app/storedProfile'
import { startBroker } from '../support/brokers/broker'
import type { Broker } from '../support/brokers/types'
import { PhoneBrowser } from '../support/h5/browser'
import { startWeapp } from '../support/weapp-host'
import { inMs, judge, printTable, quantile } from './figures'

/** What 100,000 topics cost: the tree alone, the page in Chromium, and what the mini-program sends to its view. */

const TOPICS = 100_000
const ROWS = 25
const MAX_FRAME_GAP_MS = 100
const MAX_SET_DATA_BYTES = 32 * 1024

/** 10 sites of 100 devices of 100 sensors */
const topicOf = (n: number) => `site-${n % 10}/device-${Math.floor(n / 10) % 100}/sensor-${Math.floor(n / 1_000)}/value`
const payloadOf = (n: number) => JSON.stringify({ temp: 20 + (n % 50) / 10, hum: 61, note: 'steady', n })

function messageOf(n: number): ReceivedMessage {
  const message = { topic: topicOf(n % TOPICS), payload: encodeUtf8(payloadOf(n)), id: n + 1, at: 1_000_000 + n / 10 }
  return { ...message, direction: 'received', qos: 0, retain: false, dup: false }
}

const collect = () => (globalThis as { gc?: () => void }).gc?.()

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** Of a tree and all that it holds on to, and of nothing else. */
function memoryOfTree(): number {
  const used = () => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = used()
  const tree = new TopicTree()
  for (let n = 0; n < TOPICS; n += 1) tree.add(messageOf(n))
  const after = used()
  return tree.topics.length === TOPICS ? after - before : NaN
}

/** Runs in a process of its own, with and without a compiler. */
function treeAlone(): void {
  const messages = Array.from({ length: TOPICS }, (_, n) => messageOf(n))
  const again = Array.from({ length: TOPICS }, (_, n) => messageOf(TOPICS + n))
  const tree = new TopicTree()
  const outline = new TreeOutline(tree)
  const values = new FieldValues()
  const first = timed(() => messages.forEach((message) => tree.add(message)))
  const further = timed(() => again.forEach((message) => tree.add(message)))
  const bytes = memoryOfTree()
  outline.arrange('touched')
  const expand = timed(() => outline.expandAll(tree.root, 1_000))
  const flushes: number[] = []
  for (let i = 0; i < 50; i += 1) {
    for (let n = 0; n < 100; n += 1) tree.add(messageOf(2 * TOPICS + i * 1_013 + n))
    flushes.push(
      timed(() => {
        outline.arrange('touched')
        for (const { kind, node } of outline.rows(i * 20, ROWS)) if (kind === 'topic') values.read(node)
      }),
    )
  }
  const flat = new TopicTree()
  const flatOutline = new TreeOutline(flat)
  for (let n = 0; n < TOPICS; n += 1) flat.add({ ...messageOf(n), topic: `flat-${n}` })
  const arrange = timed(() => flatOutline.arrange('touched'))
  const flatFlushes: number[] = []
  for (let i = 0; i < 50; i += 1) {
    for (let n = 0; n < 100; n += 1) flat.add({ ...messageOf(n), topic: `flat-${(i * 977 + n * 31) % TOPICS}` })
    flatFlushes.push(
      timed(() => {
        flatOutline.arrange('touched')
        flatOutline.rows(50_000, ROWS)
      }),
    )
  }
  const search = timed(() => new TopicSearch(tree, 'sensor-77').step(TOPICS))
  const row = [first, further, bytes, expand, quantile(flushes, 0.5), Math.max(...flushes), arrange]
  console.log(JSON.stringify([...row, quantile(flatFlushes, 0.5), Math.max(...flatFlushes), search]))
}

function measureTree(): void {
  const rows = [[], ['--jitless']].map((flags) => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [...flags, '--expose-gc', '--import', 'tsx', __filename, 'tree'],
      {
        encoding: 'utf8',
      },
    )
    if (!stdout) throw new Error(stderr)
    const [first = 0, further = 0, bytes = 0, ...rest] = JSON.parse(stdout) as number[]
    const perMessage = (ms: number) => `${((ms / TOPICS) * 1_000).toFixed(2)} µs`
    const name = flags.length > 0 ? 'no JIT' : 'JIT'
    return [name, perMessage(first), perMessage(further), `${(bytes / 1e6).toFixed(0)} MB`, ...rest.map(inMs)]
  })
  const flat = ['flat: order', 'flush p50', 'most']
  printTable(['', 'new topic', 'message', 'memory', 'expand', 'flush p50', 'most', ...flat, 'search'], rows)
}

async function publishAll(broker: Broker, from: number, count: number): Promise<void> {
  const peer = await Peer.join(broker.tcpUrl)
  const size = 500
  for (let n = from; n < from + count; n += size) {
    const some = Array.from({ length: Math.min(size, from + count - n) }, (_, i) => n + i)
    await Promise.all(some.map((i) => peer.publish(topicOf(i % TOPICS), payloadOf(i))))
  }
  await peer.leave()
}

/** Frame gaps while a finger's worth of scrolling goes on. */
function scrollAndWatch(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const list = [...document.querySelectorAll('.row-list')].pop()
    if (!list) throw new Error('no list')
    const gaps: number[] = []
    let last = performance.now()
    for (let frame = 0; frame < 300; frame += 1) {
      list.scrollTop += frame % 60 === 59 ? 20_000 : 37
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      gaps.push(now - last)
      last = now
    }
    return gaps
  })
}

async function measureH5(): Promise<void> {
  const browser = await PhoneBrowser.launch()
  const broker = await startBroker({ mosquittoConfig: ['max_queued_messages 0'] })
  const options = { port: 0, host: '127.0.0.1', devices: false, distDir: built('h5'), print: () => undefined }
  const demo = await startDemo({ ...options, broker: broker.wsUrl })
  try {
    const { page, view } = await browser.open(demo.url)
    const journeys = new Journeys(view, 'zh-CN')
    await journeys.isOnline()
    await view.tap('温室演示')
    await journeys.subscribe('#')
    await view.tap({ label: journeys.t('messages.more') })
    await journeys.sees(journeys.t('messages.clear'))
    await view.tap({ text: journeys.t('topics.title'), className: 'li-title' })
    const start = performance.now()
    await publishAll(broker, 0, TOPICS)
    await view.until((text) => text.includes('100,000 个主题'), 300_000)
    console.log(`H5: ${TOPICS} topics arrived in ${((performance.now() - start) / 1000).toFixed(1)} s`)
    await view.tap(journeys.t('topics.sort.recent'))
    await journeys.sees(journeys.t('topics.expandAll'))
    await view.tap({ text: journeys.t('topics.expandAll'), className: 'li-title' })
    await view.until(async () => (await view.count({ className: 'row-list-row' })) > 15)
    const still = await scrollAndWatch(page)
    const load = publishAll(broker, TOPICS, 3_000)
    const busy = await scrollAndWatch(page)
    await load
    const row = (name: string, gaps: number[]) => [
      name,
      inMs(quantile(gaps, 0.5)),
      inMs(quantile(gaps, 0.99)),
      inMs(Math.max(...gaps)),
    ]
    printTable(
      ['scrolling', 'frame gap p50', 'p99', 'most'],
      [row('nothing arrives', still), row('messages arrive', busy)],
    )
    judge('frame gap p99, scrolling', quantile(still, 0.99), MAX_FRAME_GAP_MS, ' ms')
  } finally {
    await browser.close()
    await demo.stop()
    await broker.stop()
  }
}

async function measureWeapp(): Promise<void> {
  const broker = await startBroker({ mosquittoConfig: ['max_queued_messages 0'] })
  const filter = { filter: '#', qos: 0, alias: '', color: 0, isEnabled: true } as const
  const storage = phoneWith({ id: 'p', url: broker.wsUrl, subscriptions: [filter] })
  const phone = await startWeapp({ directory: built('weapp'), storage, url: 'subpackages/topics/tree/index?profile=p' })
  try {
    const journeys = new Journeys(phone.view, 'zh-CN')
    await journeys.sees(journeys.t('topics.empty'))
    await phone.view.until((text) => text.includes('等第一条'))
    const count = 10_000
    const start = performance.now()
    await publishAll(broker, 0, count)
    await phone.view.until((text) => text.includes('10,000 个主题'), 120_000)
    const arriving = phone.page().setData
    const seconds = (performance.now() - start) / 1_000
    await phone.view.tap(journeys.t('topics.sort.recent'))
    await journeys.sees(journeys.t('topics.expandAll'))
    await phone.view.tap({ text: journeys.t('topics.expandAll'), className: 'li-title' })
    const before = phone.page().setData
    for (let top = 0; top < 20_000; top += 400) {
      await phone.view.scroll({ className: 'row-list' }, top)
      await phone.advance(50)
    }
    const after = phone.page().setData
    printTable(
      ['mini-program', 'setData', 'per second', 'bytes each', 'largest'],
      [
        [
          '10,000 topics arrive',
          arriving.calls,
          arriving.calls / seconds,
          arriving.bytes / arriving.calls,
          arriving.largest,
        ],
        [
          'scrolling 2.5 s',
          after.calls - before.calls,
          (after.calls - before.calls) / 2.5,
          (after.bytes - before.bytes) / (after.calls - before.calls),
          after.largest,
        ],
      ].map((cells) => cells.map((cell) => (typeof cell === 'number' ? String(Math.round(cell * 10) / 10) : cell))),
    )
    judge('largest setData', after.largest / 1024, MAX_SET_DATA_BYTES / 1024, ' KB')
    judge('setData/s while topics arrive', arriving.calls / seconds, 10)
  } finally {
    await phone.dispose()
    await broker.stop()
  }
}

async function main(): Promise<void> {
  if (process.argv[2] === 'tree') return treeAlone()
  measureTree()
  await measureWeapp()
  await measureH5()
}

void main()
