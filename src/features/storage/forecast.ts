const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What came in less time says nothing about the days to come. */
const leastSpanMs = hourMs
const mostDays = 365

/**
 * When the budget is used up at the pace so far.
 * @param bytes stored between `from` and `now`, epoch ms
 * @returns days, at least 1; undefined where it cannot be said or takes longer than a year
 */
export function daysUntilFull(
  bytes: number,
  from: number | undefined,
  now: number,
  budgetBytes: number,
): number | undefined {
  if (from === undefined || bytes === 0 || now - from < leastSpanMs) return undefined
  const perDay = (bytes / (now - from)) * dayMs
  const days = Math.max(1, Math.round((budgetBytes - bytes) / perDay))
  return days > mostDays ? undefined : days
}
