import { parseQuery } from '@/core/message/search/parseQuery'
import { Search, type SearchState } from '@/features/search/search'
import type { FilesPort } from '@/services/files/types'
import { createHistory } from '@/services/history/history'
import { openJournal } from '@/services/journal/journal'
import { systemClock } from '@/services/session/config'
import { COUNT, storedMessage } from './stored'

export interface SearchFigure {
  query: string
  /** ms until it came to an end or to the end of a page */
  ms: number
  /** ms until anything was there to show */
  firstMs: number | null
  hits: number
  scanned: number
  phase: string
  /** between two turns of the event loop, the longest, ms: with what other processes took of the core */
  longestMs: number
  /** the same in time of the processor; where that is not told, as `longestMs` */
  longestCpuMs: number
}

/** Watches turns of the event loop until it is asked for the longest. */
function watchTasks(cpuMs: () => number): () => Pick<SearchFigure, 'longestMs' | 'longestCpuMs'> {
  const { port1, port2 } = new MessageChannel()
  const longest = { longestMs: 0, longestCpuMs: 0 }
  let wall = performance.now()
  let cpu = cpuMs()
  port1.onmessage = () => {
    const now = { wall: performance.now(), cpu: cpuMs() }
    longest.longestMs = Math.max(longest.longestMs, now.wall - wall)
    longest.longestCpuMs = Math.max(longest.longestCpuMs, now.cpu - cpu)
    wall = now.wall
    cpu = now.cpu
    port2.postMessage(0)
  }
  port2.postMessage(0)
  return () => {
    port1.close()
    port2.close()
    return longest
  }
}

async function measure(search: Search, query: string, cpuMs: () => number): Promise<SearchFigure> {
  const ended = new Promise<SearchState & Pick<SearchFigure, 'firstMs'>>((resolve) => {
    let firstMs: number | null = null
    const stop = search.store.subscribe((state) => {
      if (state.hits.length > 0 && firstMs === null) firstMs = performance.now() - start
      if (state.phase === 'searching' || state.phase === 'idle') return
      stop()
      resolve({ ...state, firstMs })
    })
  })
  const longest = watchTasks(cpuMs)
  const start = performance.now()
  search.start(parseQuery(query).query)
  const { phase, hits, scanned, firstMs } = await ended
  return { query, ms: performance.now() - start, firstMs, hits: hits.length, scanned, phase, ...longest() }
}

const ROUNDS = 3

/** The middle round; of the longest tasks the shortest, for a task of ours is there in each and another process is not. */
function summary(rounds: SearchFigure[]): SearchFigure {
  const middle = [...rounds].sort((a, b) => a.ms - b.ms)[Math.floor(ROUNDS / 2)]
  if (!middle) throw new Error('no rounds')
  const least = (value: (each: SearchFigure) => number) => Math.min(...rounds.map(value))
  return { ...middle, longestMs: least((each) => each.longestMs), longestCpuMs: least((each) => each.longestCpuMs) }
}

/** Stores through a real journal, then searches as the page does. */
export async function measureAll(
  files: FilesPort,
  queries: readonly string[],
  cpuMs: () => number = () => performance.now(),
): Promise<SearchFigure[]> {
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
  for (const query of queries) {
    const rounds: SearchFigure[] = []
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measure(search, query, cpuMs))
    figures.push(summary(rounds))
  }
  return figures
}
