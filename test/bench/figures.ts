/** @param share 0.5 for the median */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

/** Prints rows under their heads, the first column to the left. */
export function printTable(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  for (const row of [heads, ...rows]) console.log(line(row))
}

/** Says whether a budget is held, in the digits shown; a bench that breaks one ends with 1. */
export function judge(what: string, figure: number, budget: number, unit = ''): void {
  const isHeld = Number(figure.toFixed(2)) <= budget
  console.log(`${isHeld ? '✓' : '✗'} ${what}: ${figure.toFixed(2)}${unit}, the budget is ${budget}${unit}`)
  if (!isHeld) process.exitCode = 1
}

export const inMs = (ms: number): string => `${ms.toFixed(1)} ms`
export const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
