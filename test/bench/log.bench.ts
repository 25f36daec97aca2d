import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { inMs, printTable } from './figures'
import type { Figures } from './log/child'

/**
 * What the message log costs: a message of 200 bytes of JSON on its way in, 100,000 of them on their way out, and a cold
 * start over 50 MB. On files in memory: the code's own part, with a JIT and without.
 */
async function main(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'log-'))
  const child = path.join(directory, 'child.js')
  try {
    const entryPoints = [path.join(__dirname, 'log', 'child.ts')]
    await build({ entryPoints, outfile: child, bundle: true, platform: 'node', logLevel: 'error' })
    const run = (flags: string[]) =>
      JSON.parse(execFileSync(process.execPath, [...flags, child], { encoding: 'utf8', maxBuffer: 1e7 })) as Figures
    report(run([]), run(['--jitless']))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function report(jit: Figures, jitless: Figures): void {
  const { messages, bytes, segments } = jit.stored
  const row = (what: string, of: (figures: Figures) => string) => [what, of(jit), of(jitless)]
  const micros = (us: number | undefined) => `${(us ?? NaN).toFixed(1)} µs`
  console.log(
    `${messages} messages of 200 bytes in ${(bytes / 1e6).toFixed(1)} MB, ${segments} segments; ` +
      `load of the machine ${loadavg()[0]?.toFixed(1)}`,
  )
  printTable(
    ['', 'JIT', '--jitless'],
    [
      ...['1', '20', '200'].map((turn) =>
        row(`CPU of a message, ${turn} in a turn`, ({ append }) => micros(append[turn])),
      ),
      row('of this, its checksum', ({ checksum }) => micros(checksum)),
      row('cold start: the newest 1,000', ({ open }) => inMs(open)),
      row('cold start: a reader has the newest 200', ({ newest }) => inMs(newest)),
      row('cold start: what is stored, for the budget', ({ usage }) => inMs(usage)),
      row('the same without an index', ({ usageAnew }) => inMs(usageAnew)),
      row('100,000 read back', ({ decoded }) => inMs(decoded)),
      row('100,000 looked at as text', ({ scanned }) => inMs(scanned)),
      row('the longest turn of a reader', ({ longest }) => inMs(longest)),
    ],
  )
}

void main()
