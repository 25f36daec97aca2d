import type { Report } from './report'

/** An entry of what `size-limit --json` prints. */
interface Measured {
  name: string
  passed: boolean
  size: number
  sizeLimit?: number
}

const inKilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`

/** The budgets of .size-limit.json hold, and each has found files to measure and a limit to hold. */
export function judgeSizes(json: string): Report {
  const entries = JSON.parse(json) as Measured[]
  const failures = entries.flatMap(({ name, passed, size, sizeLimit }) => {
    if (size === 0) return [`${name}: no file found`]
    if (sizeLimit === undefined) return [`${name}: no limit`]
    return passed ? [] : [`${name}: ${inKilobytes(size)}, the budget is ${inKilobytes(sizeLimit)}`]
  })
  if (entries.length === 0) failures.push('no budget in .size-limit.json')
  const summary = entries
    .map(({ name, size, sizeLimit = 0 }) => `${name} ${inKilobytes(size)} of ${inKilobytes(sizeLimit)}`)
    .join('; ')
  return { summary, failures }
}
