import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { runChild } from '../child.mjs'
import { countJest, type JestResults } from './jestResults'
import type { Failure, Outcome } from './outcome'
import { ROOT, type Step } from './steps'

/** A step that takes longer hangs: jest waits for ever for a handle a test left open. */
const STEP_TIMEOUT_MS = 20 * 60_000

interface Ended {
  code: number
  lines: string[]
}

async function execute(
  step: Step,
  args: string[],
  signal: AbortSignal,
  onLine: (line: string) => void,
): Promise<Ended> {
  const [command = '', ...own] = step.command
  const lines: string[] = []
  // a caller's NODE_ENV would reach React, Taro and jest
  const { NODE_ENV: _, ...env } = process.env
  const timeout = AbortSignal.timeout(STEP_TIMEOUT_MS)
  try {
    const { code, endedBy } = await runChild(command, [...own, ...args], {
      cwd: ROOT,
      env: { ...env, ...step.env },
      shell: process.platform === 'win32',
      signal: AbortSignal.any([signal, timeout]),
      onLine: (line) => {
        lines.push(line)
        onLine(line)
      },
    })
    if (endedBy) lines.push(`ended by ${endedBy}`)
    return { code, lines }
  } catch (error) {
    if (signal.aborted) throw error
    lines.push(timeout.aborted ? `still running after ${STEP_TIMEOUT_MS / 60_000} minutes: ended` : String(error))
    return { code: 1, lines }
  }
}

function readResults(file: string): JestResults | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestResults
  } catch {
    return undefined
  }
}

const LAST_LINES = 20

/** A failure that no test reported: the last its command said. */
function lastWords({ name }: Step, lines: readonly string[]): Failure {
  return { name, lines: lines.filter((line) => line.trim() !== '').slice(-LAST_LINES) }
}

const saysLeftOpen = (line: string): boolean => /failed to exit gracefully|did not exit one second/.test(line)

type Result = Omit<Outcome, 'name' | 'durationMs'>

async function runJest(step: Step, signal: AbortSignal, onLine: (line: string) => void): Promise<Result> {
  const file = path.join(ROOT, 'node_modules', '.cache', 'jest-results', `${step.name.replace(/\W+/g, '-')}.json`)
  mkdirSync(path.dirname(file), { recursive: true })
  rmSync(file, { force: true })
  const { code, lines } = await execute(step, ['--json', '--outputFile', file], signal, onLine)
  const results = readResults(file)
  if (!results) {
    const failures = [lastWords(step, lines)]
    return { passed: 0, failed: 1, skips: [], failures, summary: 'jest did not finish', output: lines }
  }
  const { passed, failed, skips, failures } = countJest(results)
  // jest can fail without a failing test: nothing found, an open handle, an obsolete option
  const allFailed = code !== 0 && failed === 0 ? 1 : failed
  if (allFailed > failures.length) failures.push(lastWords(step, lines))
  const counts = `${passed} of ${results.numTotalTests} tests, ${results.numTotalTestSuites} files`
  const summary = lines.some(saysLeftOpen) ? `${counts} (a test left something open: jest had to end a worker)` : counts
  return { passed, failed: allFailed, skips, failures, summary, output: lines }
}

async function runCheck(step: Step, signal: AbortSignal, onLine: (line: string) => void): Promise<Result> {
  const folder = step.builds === undefined ? undefined : path.join(ROOT, step.builds)
  if (folder) rmSync(folder, { recursive: true, force: true })
  const ended = await execute(step, [], signal, onLine)
  const { lines } = ended
  const isUnproven = folder !== undefined && !existsSync(path.join(folder, step.proof ?? ''))
  if (ended.code === 0 && isUnproven) lines.push(`ended with 0 and left no ${step.builds}/${step.proof}`)
  const code = isUnproven ? 1 : ended.code
  const summary = step.tellsFigures ? (lines.filter((line) => line.trim() !== '').at(-1) ?? '') : ''
  if (code === 0) return { passed: 1, failed: 0, skips: [], failures: [], summary, output: lines }
  return { passed: 0, failed: 1, skips: [], failures: [lastWords(step, lines)], summary, output: lines }
}

/** Runs one step to its end, however it ends; rejects only when `signal` aborts. */
export async function runStep(step: Step, signal: AbortSignal, onLine: (line: string) => void): Promise<Outcome> {
  const startedAt = performance.now()
  const result = await (step.kind === 'jest' ? runJest : runCheck)(step, signal, onLine)
  return { name: step.name, ...result, durationMs: performance.now() - startedAt }
}
