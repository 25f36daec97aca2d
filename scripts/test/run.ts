import { exitCodeOf, rowOf, summaryOf, totalsOf, type Outcome } from './outcome'
import { runStep } from './runStep'
import { planOf, type Step } from './steps'

const AT_ONCE = 2

export interface RunOptions {
  isFast: boolean
  signal: AbortSignal
}

function skipped(step: Step, missing: string[]): Outcome {
  const reason = `${missing.join(' and ')} did not pass`
  return {
    name: step.name,
    passed: 0,
    failed: 0,
    skips: [{ name: step.name, reason }],
    failures: [],
    durationMs: 0,
    summary: `skipped: ${reason}`,
    output: [],
  }
}

/** By which jest reports an end-to-end file, and the soak how far it is: what moves on the screen during the long steps. */
const isProgress = (line: string): boolean => /^(PASS|FAIL) e2e |^\d+ s: /.test(line)

function worthTelling({ tellsFrom }: Step, { output }: Outcome): string[] {
  const start = tellsFrom ? output.findIndex((line) => tellsFrom.test(line)) : 0
  return start > 0 ? output.slice(start) : output
}

/**
 * Runs every step of the plan, goes on after a failing one, and prints its output whole, then one summary.
 * Resolves with the exit code.
 */
export async function run({ isFast, signal }: RunOptions): Promise<number> {
  const startedAt = performance.now()
  const outcomes = new Map<string, Outcome>()
  const perform = async (step: Step): Promise<void> => {
    const missing = (step.needs ?? []).filter((name) => outcomes.get(name)?.passed !== 1)
    const tell = (line: string): void => {
      if (isProgress(line)) console.log(`    ${line}`)
    }
    const outcome = missing.length > 0 ? skipped(step, missing) : await runStep(step, signal, tell)
    outcomes.set(step.name, outcome)
    if (outcome.failed > 0) console.log([`── ${step.name} ──`, ...worthTelling(step, outcome), ''].join('\n'))
    console.log(rowOf(outcome))
  }

  const plan = planOf({ isFast })
  for (const phase of plan) {
    const queue = [...phase]
    const work = async (): Promise<void> => {
      for (let step = queue.shift(); step; step = queue.shift()) await perform(step)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  }

  const inOrder = plan.flat().flatMap(({ name }) => outcomes.get(name) ?? [])
  for (const line of summaryOf(inOrder, performance.now() - startedAt)) console.log(line)
  return exitCodeOf(totalsOf(inOrder), process.env.HOMING_REQUIRE_ALL === '1')
}
