/** A test or check that did not run, and why. */
export interface Skip {
  name: string
  reason: string
}

/** What went wrong, for the end of the run: a reader of a log cut short has nothing but its tail. */
export interface Failure {
  name: string
  /** The first of its message, or the last a check said. */
  lines: string[]
}

/** What one step of the run came to. A check counts as one; a jest step as its tests. */
export interface Outcome {
  name: string
  passed: number
  failed: number
  skips: Skip[]
  /** One for each that failed. */
  failures: Failure[]
  durationMs: number
  /** Figures for the table. */
  summary: string
  /** Everything a failing step said. */
  output: string[]
}

export interface Totals {
  passed: number
  failed: number
  skipped: number
}

export function totalsOf(outcomes: readonly Outcome[]): Totals {
  const sum = (count: (outcome: Outcome) => number): number => outcomes.reduce((all, one) => all + count(one), 0)
  return { passed: sum((one) => one.passed), failed: sum((one) => one.failed), skipped: sum((one) => one.skips.length) }
}

/** 0 only when something passed, nothing failed, and nothing was skipped where nothing may be. */
export function exitCodeOf({ passed, failed, skipped }: Totals, mustRunAll: boolean): number {
  return failed > 0 || passed === 0 || (mustRunAll && skipped > 0) ? 1 : 0
}

/** The last line of the run. */
export function lastLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

export function rowOf({ name, passed, failed, skips, durationMs, summary }: Outcome): string {
  const mark = failed > 0 ? '✗' : passed === 0 && skips.length > 0 ? '-' : '✓'
  return `${mark} ${name.padEnd(24)} ${seconds(durationMs).padStart(8)}  ${summary}`.trimEnd()
}

/** With so many failures the names say more than the messages of the later ones. */
const EXPLAINED_FAILURES = 12

function failuresOf(outcomes: readonly Outcome[]): string[] {
  const failures = outcomes.flatMap((outcome) => outcome.failures)
  if (failures.length === 0) return []
  const explained = failures.slice(0, EXPLAINED_FAILURES).flatMap(({ name, lines }) => {
    return [`✗ ${name}`, ...lines.map((line) => `    ${line}`.trimEnd()), '']
  })
  const others = failures.slice(EXPLAINED_FAILURES).map(({ name }) => `✗ ${name}`)
  return ['', `failed ${failures.length}:`, ...explained, ...others]
}

/** The table of all steps, every skip with its reason, every failure with what it said, and the last line. */
export function summaryOf(outcomes: readonly Outcome[], durationMs: number): string[] {
  const skips = outcomes.flatMap((outcome) => outcome.skips)
  const byReason = new Map<string, string[]>()
  for (const { name, reason } of skips) byReason.set(reason, [...(byReason.get(reason) ?? []), name])
  return [
    '',
    ...outcomes.map(rowOf),
    ...[...byReason].flatMap(([reason, names]) => [
      '',
      `skipped ${names.length}: ${reason}`,
      ...names.map((name) => `  - ${name}`),
    ]),
    ...failuresOf(outcomes),
    '',
    `${seconds(durationMs)} in all`,
    lastLine(totalsOf(outcomes)),
  ]
}
