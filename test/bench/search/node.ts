/** One measurement in a process of its own, which prints it as JSON. */
import { parseQuery } from '@/core/message/search/parseQuery'
import { Search, type SearchState } from '@/features/search/search'
import { fakeFiles } from '@/services/files/files.fake'
import { createHistory } from '@/services/history/history'
import { openJournal } from '@/services/journal/journal'
import { systemClock } from '@/services/session/config'
import { COUNT, storedMessage } from './stored'

export interface SearchFigure {
  query: string
  /** ms until the phase was left */
  ms: number
  /** ms until anything was there to show */
  firstMs: number | null
  hits: number
  scanned: number
  phase: string
  /** ms between two turns of the event loop, the longest */
  longestMs: number
}

/** The longest time for which no turn of the event loop began, until it is asked for. */
function watchTasks(): () => number {
  let isOver = false
  let longest = 0
  let before = performance.now()
  const turn = () => {
    const now = performance.now()
    longest = Math.max(longest, now - before)
    before = now
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  return () => {
    isOver = true
    return Math.max(longest, performance.now() - before)
  }
}

async function measure(search: Search, query: string): Promise<SearchFigure> {
  const ended = new Promise<SearchState & Pick<SearchFigure, 'firstMs'>>((resolve) => {
    let firstMs: number | null = null
    const stop = search.store.subscribe((state) => {
      if (state.hits.length > 0 && firstMs === null) firstMs = performance.now() - start
      if (state.phase === 'searching' || state.phase === 'idle') return
      stop()
      resolve({ ...state, firstMs })
    })
  })
  const longest = watchTasks()
  const start = performance.now()
  search.start(parseQuery(query).query)
  const { phase, hits, scanned, firstMs } = await ended
  return { query, ms: performance.now() - start, firstMs, hits: hits.length, scanned, phase, longestMs: longest() }
}

async function main(queries: readonly string[]): Promise<void> {
  const files = fakeFiles()
  const history = createHistory(files, () => systemClock.now())
  const failed = (error: Error) => {
    throw error
  }
  const journal = openJournal(files, systemClock, Math.random, history)('bench', failed)
  await journal.loaded
  const from = Date.now() - COUNT
  for (let i = 0; i < COUNT; i += 1) {
    journal.add(storedMessage(i, from))
    if (i % 500 === 499) await new Promise<void>((resolve) => journal.whenCommitted(resolve))
  }
  const search = new Search('bench', { history, clock: systemClock, follow: () => () => undefined })
  const figures: SearchFigure[] = []
  for (const query of queries) figures.push(await measure(search, query))
  process.stdout.write(JSON.stringify(figures))
}

void main(process.argv.slice(2))
