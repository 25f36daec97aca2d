import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Page } from 'playwright-core'
import { built } from '../support/app/build'
import { phoneWith } from '../support/app/storedProfile'
import { PhoneBrowser } from '../support/h5/browser'
import { judge, printTable, quantile } from './figures'
import type { FloodOrder, FloodReport } from './flood/brokerThread'
import { forget, smoothness, watch, type Smoothness } from './flood/watch'

/**
 * The H5 app in Chromium while messages pour: what is lost, how smooth it stays, and how soon a touch is seen; beside a
 * list that takes a row for each. The sender is a thread of its own. `SECONDS=5` for a shorter run.
 */

const SECONDS = Number(process.env.SECONDS ?? 30)
const RATES = (process.env.RATES ?? '1000,5000,8000,12000').split(',').map(Number)
const TARGET_RATE = 5_000
const TAP_EVERY_MS = 500
/** After the last message was sent */
const PATIENCE_MS = 30_000

interface Figures extends Smoothness {
  sent: number
  lost: number
  /** how long after the last was sent the last was there */
  behindMs: number
}

async function startSender() {
  // a build meanwhile must not take the app away under the page
  const folder = mkdtempSync(path.join(tmpdir(), 'flood-'))
  cpSync(built('h5'), folder, { recursive: true })
  const worker = new Worker(require.resolve('./flood/brokerThread.ts'), {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    workerData: {
      folder,
      naive: readFileSync(path.join(__dirname, 'flood', 'naive.html'), 'utf8'),
      mqttjs: path.join(__dirname, '..', '..', 'node_modules', 'mqtt', 'dist', 'mqtt.min.js'),
    },
  })
  const [host] = (await once(worker, 'message')) as [string]
  return {
    host,
    async flood(order: FloodOrder): Promise<number> {
      worker.postMessage(order)
      const [{ sent }] = (await once(worker, 'message')) as [FloodReport]
      return sent
    },
    async stop() {
      await worker.terminate()
      rmSync(folder, { recursive: true })
    },
  }
}
type Sender = Awaited<ReturnType<typeof startSender>>

/** What of the log the browser has: each number once. */
function storedNumbers(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('homing')
        opening.onerror = () => reject(new Error(String(opening.error)))
        opening.onsuccess = () => {
          const numbers = new Set<string>()
          const cursors = opening.result.transaction('blocks').objectStore('blocks').openCursor()
          cursors.onsuccess = () => {
            const cursor = cursors.result
            if (!cursor) {
              opening.result.close()
              return resolve(numbers.size)
            }
            // in the text of the log the quotes of a payload are escaped
            for (const [, number = ''] of String(cursor.value).matchAll(/\\"seq\\":(\d+)/g)) numbers.add(number)
            cursor.continue()
          }
        }
      }),
  )
}

async function tapWhile(page: Page, work: Promise<number>): Promise<number> {
  let isOver = false
  const done = work.finally(() => (isOver = true))
  while (!isOver) {
    // the title, which nothing hangs on: what is measured is how soon the page gets round to it
    await page.touchscreen.tap(180, 30)
    await new Promise((resolve) => setTimeout(resolve, TAP_EVERY_MS))
  }
  return done
}

async function measure(
  page: Page,
  sender: Sender,
  perSecond: number,
  arrived: () => Promise<number>,
): Promise<Figures> {
  await watch(page)
  // the first seconds compile
  await sender.flood({ perSecond: Math.min(perSecond, 1_000), seconds: 2 })
  await forget(page)
  const sent = await tapWhile(page, sender.flood({ perSecond, seconds: SECONDS }))
  const figures = await smoothness(page)
  const end = Date.now()
  let count = await arrived()
  while (count < sent && Date.now() - end < PATIENCE_MS) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    count = await arrived()
  }
  return { ...figures, sent, lost: sent - count, behindMs: Date.now() - end }
}

async function measureApp(browser: PhoneBrowser, sender: Sender, perSecond: number): Promise<Figures> {
  const filter = { filter: 'flood/#', qos: 0, alias: '', color: 0, isEnabled: true } as const
  const url = `ws://${sender.host}/mqtt`
  const stored = [...phoneWith({ id: 'flood', url, protocolVersion: 4, keepAliveSeconds: 0, subscriptions: [filter] })]
  const { page } = await browser.open(`http://${sender.host}/`)
  await page.evaluate((entries) => {
    for (const [key, text] of entries) localStorage.setItem(`homing:${key}`, String(text))
  }, stored)
  await page.goto(`http://${sender.host}/#/pages/messages/index?profile=flood`)
  await page.reload()
  await page.getByText('在线', { exact: true }).last().waitFor({ timeout: 60_000 })
  return measure(page, sender, perSecond, () => storedNumbers(page))
}

async function measureNaive(browser: PhoneBrowser, sender: Sender, perSecond: number): Promise<Figures> {
  const { page } = await browser.open(`http://${sender.host}/naive`)
  await page.waitForFunction(() => (window as unknown as { isReady?: boolean }).isReady)
  return measure(page, sender, perSecond, async () => {
    const received = await page.evaluate(() => (window as unknown as { received: number }).received)
    return received - 2 * Math.min(perSecond, 1_000)
  })
}

const row = (name: string, f: Figures): string[] => [
  name,
  String(f.sent),
  String(f.lost),
  f.fps.toFixed(1),
  `${f.p99.toFixed(0)} ms`,
  `${f.worst.toFixed(0)} ms`,
  `${quantile(f.taps, 0.5).toFixed(0)} ms`,
  `${Math.max(...f.taps).toFixed(0)} ms`,
  `${(f.behindMs / 1_000).toFixed(1)} s`,
]

async function main(): Promise<void> {
  const sender = await startSender()
  const browser = await PhoneBrowser.launch()
  const rows: string[][] = []
  let atTarget: Figures | undefined
  let lost = 0
  try {
    for (const perSecond of RATES) {
      const figures = await measureApp(browser, sender, perSecond)
      await browser.closePages()
      rows.push(row(`${perSecond}/s`, figures))
      if (perSecond <= TARGET_RATE) lost += figures.lost
      if (perSecond === TARGET_RATE) atTarget = figures
    }
    const naive = await measureNaive(browser, sender, 1_000)
    rows.push(row('a row for each, 1000/s', naive))
  } finally {
    await browser.close()
    await sender.stop()
  }
  console.log(`${SECONDS} s each; load of the machine ${loadavg()[0]?.toFixed(1)}; software rendering`)
  printTable(['', 'sent', 'lost', 'fps', 'gap p99', 'worst', 'tap', 'worst', 'behind'], rows)
  judge('lost up to 5,000/s', lost, 0)
  if (!atTarget) return
  judge('50 − fps at 5,000/s', Math.max(0, 50 - atTarget.fps), 0)
  judge('frame gap p99 at 5,000/s', atTarget.p99, 50, ' ms')
  judge('worst tap at 5,000/s', Math.max(...atTarget.taps), 100, ' ms')
}

void main()
