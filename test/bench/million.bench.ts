import { defaultHistoryBudget } from '@/services/history/budget'
import { receiveMany } from '../support/manyMessages'
import { judge } from './figures'

/** A million messages through one session: what stays in memory, and what is stored. `MESSAGES=100000` for fewer. */

const MESSAGES = Number(process.env.MESSAGES ?? 1_000_000)
const WARM_UP = 60_000
const BATCH = 20_000
const MEGABYTE = 1_048_576

async function main(): Promise<void> {
  const { heap, stored, seconds } = await receiveMany(MESSAGES, WARM_UP, BATCH)
  const [first = NaN] = heap
  const last = heap[heap.length - 1] ?? NaN
  console.log(
    `${MESSAGES} messages in ${seconds.toFixed(0)} s; heap after warm-up ${(first / MEGABYTE).toFixed(1)} MB, at the end ${(last / MEGABYTE).toFixed(1)} MB`,
  )
  judge('heap growth', (last - first) / MEGABYTE, 5, ' MB')
  judge('stored', stored / MEGABYTE, defaultHistoryBudget.totalBytes / MEGABYTE, ' MB')
}

void main()
