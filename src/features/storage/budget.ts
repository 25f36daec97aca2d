import * as v from 'valibot'
import { defaultHistoryBudget, historyBudgetLimits } from '@/services/history/budget'
import type { HistoryBudget } from '@/services/history/types'
import { services } from '../services'

const KEY = 'historyBudget'

const { minBytes, maxBytes } = historyBudgetLimits
const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const budgetSchema = v.object({
  totalBytes: v.fallback(
    v.pipe(v.number(), v.minValue(minBytes), v.maxValue(maxBytes)),
    defaultHistoryBudget.totalBytes,
  ),
  connectionBytes: v.fallback(v.optional(count), undefined),
  connectionEntries: v.fallback(v.optional(count), undefined),
  maxAgeMs: v.fallback(v.optional(count), undefined),
})

/**
 * What is over the stored budget goes; for the start of the app. Where it cannot be read nothing goes: a person may have
 * chosen more than the default. Never rejects.
 */
export async function loadHistoryBudget(): Promise<void> {
  let record: unknown
  try {
    record = await services.storage.get(KEY)
  } catch {
    return
  }
  const stored = v.safeParse(budgetSchema, record)
  services.history.setBudget(stored.success ? withoutAbsent(stored.output) : defaultHistoryBudget)
}

/** What is over goes at once. @throws AppError `storageFull`, `storageFailed`: the choice holds for this run only */
export async function changeHistoryBudget(budget: HistoryBudget): Promise<void> {
  services.history.setBudget(budget)
  await services.storage.set(KEY, budget)
}

function withoutAbsent(budget: v.InferOutput<typeof budgetSchema>): HistoryBudget {
  const { totalBytes, connectionBytes, connectionEntries, maxAgeMs } = budget
  return {
    totalBytes,
    ...(connectionBytes !== undefined && { connectionBytes }),
    ...(connectionEntries !== undefined && { connectionEntries }),
    ...(maxAgeMs !== undefined && { maxAgeMs }),
  }
}
