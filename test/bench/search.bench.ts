/**
 * Finding among 100,000 stored messages of 200 bytes, in Node: the real journal, its segments, the reader and the
 * search as the page has it, over files in memory.
 */
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { inMs, judge, printTable } from './figures'
import type { SearchFigure } from './search/node'
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

function report(name: string, figures: readonly SearchFigure[]): void {
  printTable(
    [`${name}: ${COUNT} × ${PAYLOAD_BYTES} bytes`, 'hits', 'looked at', 'first shown', 'all', 'longest task', 'ended'],
    figures.map(({ query, hits, scanned, firstMs, ms, longestMs, phase }) => {
      const first = firstMs === null ? '-' : inMs(firstMs)
      return [query, String(hits), String(scanned), first, inMs(ms), inMs(longestMs), phase]
    }),
  )
  const [word, miss] = figures
  judge(`${name}: 50 hits of a word in 1 %`, word?.ms ?? NaN, FIRST_PAGE_MS, ' ms')
  judge(`${name}: a full miss`, miss?.ms ?? NaN, FULL_MISS_MS, ' ms')
  judge(`${name}: the longest task`, Math.max(...figures.map((each) => each.longestMs)), LONGEST_TASK_MS, ' ms')
}

report('Node', measure([]))
report('Node --jitless', measure(['--jitless']))
