/**
 * Finding among 100,000 stored messages of 200 bytes: the real journal, its segments, the reader and the search as the
 * page has it; in Node over files in memory, in Chromium over IndexedDB.
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { PhoneBrowser } from '../support/h5/browser'
import { inMs, judge, printTable } from './figures'
import type { SearchFigure } from './search/measure'
import { COUNT, MISSING, PAYLOAD_BYTES, WORD } from './search/stored'

const FIRST_PAGE_MS = 300
const FULL_MISS_MS = 2_000
const LONGEST_TASK_MS = 50

const queries = [
  WORD.toLowerCase(),
  MISSING,
  `topic:site/hall-3/# ${WORD}`,
  `${WORD} -pump`,
  'temp > 99',
  'qos:2',
  '0xff00',
  'after:1h temp>27.8',
]

function measure(flags: readonly string[]): SearchFigure[] {
  const script = path.join(__dirname, 'search', 'node.ts')
  const printed = execFileSync(process.execPath, [...flags, '--import', 'tsx', script, ...queries], {
    encoding: 'utf8',
  })
  return JSON.parse(printed) as SearchFigure[]
}

async function measureInChromium(): Promise<SearchFigure[]> {
  const root = path.join(__dirname, '..', '..')
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, 'search', 'browser.ts')],
    ...{ bundle: true, write: false, format: 'iife', target: 'es2018', logLevel: 'error' },
    alias: { '@': path.join(root, 'src') },
    resolveExtensions: ['.h5.ts', '.ts', '.tsx', '.js', '.mjs'],
  })
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>search</title>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const browser = await PhoneBrowser.launch()
  try {
    const { page } = await browser.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
    return await page.evaluate((wanted) => {
      const own = window as typeof window & { measureSearch(queries: string[]): Promise<SearchFigure[]> }
      return own.measureSearch(wanted)
    }, queries)
  } finally {
    await browser.close()
    server.close()
  }
}

function report(name: string, figures: readonly SearchFigure[]): void {
  console.log(`load of the machine ${loadavg()[0]?.toFixed(1)}`)
  printTable(
    [
      `${name}: ${COUNT} × ${PAYLOAD_BYTES} bytes`,
      'hits',
      'looked at',
      'first',
      'all',
      'longest task',
      'its CPU',
      'ended',
    ],
    figures.map(({ query, hits, scanned, firstMs, ms, longestMs, longestCpuMs, phase }) => {
      const first = firstMs === null ? '-' : inMs(firstMs)
      return [query, String(hits), String(scanned), first, inMs(ms), inMs(longestMs), inMs(longestCpuMs), phase]
    }),
  )
  const [word, miss] = figures
  judge(`${name}: 50 hits of a word in 1 %`, word?.ms ?? NaN, FIRST_PAGE_MS, ' ms')
  judge(`${name}: a full miss`, miss?.ms ?? NaN, FULL_MISS_MS, ' ms')
  judge(`${name}: the longest task`, Math.max(...figures.map((each) => each.longestCpuMs)), LONGEST_TASK_MS, ' ms')
}

async function main(): Promise<void> {
  report('Node', measure([]))
  report('Node --jitless', measure(['--jitless']))
  report('Chromium', await measureInChromium())
}

void main()
