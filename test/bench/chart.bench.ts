import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { frameOf } from '../../src/core/chart/frame'
import { Points } from '../../src/core/chart/points'
import { anyNumberReader } from '../../src/core/chart/anyNumbers'
import { statsOf } from '../../src/core/chart/stats'
import { encodeUtf8 } from '../../src/core/payload/utf8'
import { drawFrame } from '../../src/subpackages/charts/chart/drawFrame'
import type { Pen } from '../../src/subpackages/charts/chart/canvasTypes'
import { canvasColors } from '../../src/ui/canvasColors'
import { inMs, judge, printTable, quantile } from './figures'

/**
 * A chart of 100,000 points, from the points to the last call on the canvas: what a phone computes for each frame while a
 * finger moves. iOS runs the logic layer without a JIT: so does the second run. The canvas itself records nothing here.
 */

const pointCount = 100_000
const rounds = 30
/** what a frame may take without a JIT here, so that a drag stays a drag */
const budgetMs = 50

const calls: Record<string, unknown> = {}
// a context that takes everything and does nothing
const pen = new Proxy(calls, {
  get: (target, name: string) => target[name] ?? (() => undefined),
}) as unknown as Pen

function timed(work: () => void): number[] {
  const took: number[] = []
  for (let i = 0; i < rounds; i += 1) {
    const before = performance.now()
    work()
    took.push(performance.now() - before)
  }
  return took
}

function measure(): void {
  const points = new Points(pointCount)
  const from = 1_700_000_000_000
  for (let i = 0; i < pointCount; i += 1)
    points.add(from + i * 36, 20 + Math.sin(i / 5_000) * 4 + ((i * 7_919) % 100) / 100)
  const range = { from, to: from + pointCount * 36 }
  const size = { width: 319, height: 232 }
  let cursorAt = from
  const input = () => ({
    ...{ series: [{ points, color: 1 }], gaps: [{ from: from + 1e6, to: from + 1.2e6 }], range, ...size, fontSize: 11 },
    ...{ cursorAt: (cursorAt += 50_000), offsetMs: () => 0, timeText: () => '12:00' },
  })
  const frame = timed(() => {
    const drawn = frameOf(input())
    drawFrame(pen, drawn, { size, scale: 2, colors: canvasColors.light, font: '11px sans-serif' })
  })
  const stats = timed(() => void statsOf(points, range))
  const read = anyNumberReader('$.temp')
  const payload = encodeUtf8('{"temp":24.6,"hum":61,"co2":812,"note":"三号温室"}')
  const reads = timed(() => {
    for (let i = 0; i < 1_000; i += 1) read({ topic: 't', payload })
  })
  const figures = {
    frame: quantile(frame, 0.5),
    frameWorst: quantile(frame, 0.95),
    stats: quantile(stats, 0.5),
    reads: quantile(reads, 0.5),
  }
  console.log(JSON.stringify(figures))
}

type Figures = Record<'frame' | 'frameWorst' | 'stats' | 'reads', number>

function run(flags: readonly string[]): Figures {
  const tsx = require.resolve('tsx/cli')
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, tsx, __filename, 'measure'], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: flags.join(' ') },
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout.trim().split('\n').pop() ?? '') as Figures
}

/** Bytes of the subpackage as built, and of its chunk on H5. */
function sizes(): string[][] {
  const dist = path.resolve(__dirname, '../../dist')
  const weapp = path.join(dist, 'weapp/subpackages/charts')
  const rows: string[][] = []
  if (existsSync(weapp)) {
    const files = readdirSync(weapp, { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file))
    const bytes = files.reduce((sum, file) => sum + readFileSync(path.join(weapp, file)).length, 0)
    rows.push(['mini-program, subpackages/charts', String(bytes), '-'])
  }
  const js = path.join(dist, 'h5/js')
  for (const file of existsSync(js) ? readdirSync(js).filter((name) => /subpackages_charts.*\.js$/.test(name)) : []) {
    const content = readFileSync(path.join(js, file))
    rows.push([`H5, ${file}`, String(content.length), String(gzipSync(content).length)])
  }
  return rows
}

function main(): void {
  const jit = run([])
  const jitless = run(['--jitless'])
  const row = (what: string, name: keyof Figures) => [what, inMs(jit[name]), inMs(jitless[name])]
  printTable(
    ['100,000 points', 'JIT', 'without'],
    [
      row('a frame, median', 'frame'),
      row('a frame, 95 %', 'frameWorst'),
      row('min, mean and max', 'stats'),
      row('the number of 1,000 messages', 'reads'),
    ],
  )
  printTable(['built', 'bytes', 'gzip'], sizes())
  judge('a frame without a JIT', jitless.frame, budgetMs, ' ms')
}

if (process.argv[2] === 'measure') measure()
else main()
