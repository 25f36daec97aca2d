import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { bundle } from '../../scripts/bundleLink'
import { judge, printTable, quantile } from './figures'
import type { Figures } from './pipeline/child'

/**
 * CPU of a message from the bytes of a frame to stored and ready to show, beside MQTT.js merely receiving the same bytes
 * in the same run: with JIT and without, as iOS runs a mini-program.
 */

const BUDGET = 1.5
const ROUNDS = Number(process.env.ROUNDS ?? 9)

async function main(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'pipeline-'))
  try {
    const [ours, child] = [path.join(directory, 'ours.js'), path.join(directory, 'child.js')]
    const code = await bundle(`export { receiveWithOurs } from './test/bench/pipeline/ours'`, {
      isLean: true,
      minify: false,
    })
    writeFileSync(ours, `${code}\nmodule.exports = bundled\n`)
    await build({
      entryPoints: [path.join(__dirname, 'pipeline', 'child.ts')],
      outfile: child,
      bundle: true,
      platform: 'node',
      logLevel: 'error',
    })
    for (const jit of [true, false]) report(jit, measure(jit, ours, child))
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function measure(jit: boolean, ours: string, child: string): Figures[] {
  const flags = jit ? ['--expose-gc'] : ['--expose-gc', '--jitless']
  const args = [...flags, child, ours, jit ? '20000' : '6000', String(ROUNDS)]
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e7 })) as Figures[]
}

const median = (values: readonly number[]) => quantile(values, 0.5)

function report(jit: boolean, all: Figures[]): void {
  console.log(
    `\n${jit ? 'JIT' : '--jitless'}; load of the machine ${loadavg()[0]?.toFixed(1)}; medians of ${ROUNDS} rounds`,
  )
  const ratios = all.map(({ ours, mqttjs }) => median(ours.map((each, i) => each / (mqttjs[i] ?? NaN))))
  printTable(
    ['200 bytes of JSON', 'frames alone', 'MQTT.js receives', 'ours: stored, to show', 'ratio'],
    all.map(({ load, feeding, mqttjs, ours }, i) => [
      load,
      `${median(feeding).toFixed(1)} µs`,
      `${median(mqttjs).toFixed(1)} µs`,
      `${median(ours).toFixed(1)} µs`,
      (ratios[i] ?? NaN).toFixed(2),
    ]),
  )
  for (const { load, shares } of all) {
    const each = Object.entries(shares).sort((a, b) => b[1] - a[1])
    console.log(`  ${load}: ${each.map(([name, share]) => `${name} ${Math.round(share * 100)} %`).join(', ')}`)
  }
  all.forEach(({ load }, i) => judge(`${jit ? 'JIT' : 'jitless'}, ${load}`, ratios[i] ?? NaN, BUDGET))
}

void main()
