import Taro from '@tarojs/taro'
import { useMemo, useState } from 'react'
import { firstIdOf, lastIdOf, type Row } from './rows'

/** Rows of one message that stand in the tree, at most, and how many a page of older ones brings: of cards, fewer. */
const maxRows = 40
const pageRows = 16
/** The lowest row with its gap, each further message on its card, and what the bars above and below the list take at least */
const leastRowHeight = 58
const nextItemHeight = 44
const besideList = 180
const spareRows = 2
const leastRows = 12
/**
 * The oldest rows leave together: one that goes makes Taro send all that stay, 1.6 KB each, while one that comes is
 * sent alone.
 */
const leavingRows = 16

interface Held {
  rows: Row[]
  from: number
  to: number
  anchor?: Anchor
  /** rows out of the log, before those of the list */
  older: number
}

/** The row that has to stay where it is after the window moved. */
export interface Anchor {
  key: string
  edge: 'start' | 'end'
}

/** Rows that have left the list, as far as they were read; they grow at their beginning. */
export interface LogRows {
  rows: readonly Row[]
  /** Wants more. @param before the oldest id of the list */
  load: (before: number) => void
  drop: () => void
}

export interface RowWindow {
  rows: Row[]
  /** follows the newest */
  isLive: boolean
  anchor?: Anchor
  /** messages received since the list is held */
  newer: number
  hold: () => void
  release: () => void
  /** nothing is above what is shown but what the log has */
  isAtTop: boolean
  showOlder: () => void
  showNewer: () => void
  /** All there are, drawn or not, those out of the log before; one may come twice */
  all: () => Row[]
}

/**
 * A window over the rows. Live, it is the newest few. Held, it stands still on the rows of that moment, whatever
 * arrives or leaves the ring, and moves by pages; what is sent or a gap still shows its newest state.
 * @param log older rows, out of the log
 */
export function useRowWindow(rows: Row[], log: LogRows): RowWindow {
  const [held, setHeld] = useState<Held>()
  const [oldest, setOldest] = useState<string>()
  const live = useMemo(() => liveRange(rows, oldest), [rows, oldest])
  const oldestNow = rows[live.from]?.key
  // not in an effect: the rows would be drawn twice
  if (oldestNow !== oldest) setOldest(oldestNow)
  const begin = (): Held => ({ rows, ...live, older: 0 })
  const hold = () => setHeld((before) => before ?? begin())
  // what was asked for has come: it is shown at once
  if (held && log.rows.length > held.older) setHeld(olderPage(withOlder(held, log.rows)))
  const release = () => {
    log.drop()
    setHeld(undefined)
  }
  const showNewer = () => {
    const next = held && newer(held, rows)
    // what follows is the list as it is now: it may have moved on from where the log's rows ended
    const isList = next?.rows === rows
    if (!next || isList) log.drop()
    setHeld(isList ? { ...next, older: 0 } : next)
  }
  const showOlder = () => {
    const before = held ?? begin()
    const [first] = before.rows
    if (before.from === 0 && first) log.load(firstIdOf(first))
    setHeld(olderPage(before))
  }
  const shown = useMemo(() => (held ? refreshed(held, rows) : rows.slice(live.from)), [held, rows, live])
  return {
    rows: shown,
    isLive: !held,
    anchor: held?.anchor,
    newer: held ? newerThan(held, rows) : 0,
    hold,
    release,
    isAtTop: held ? held.from === 0 : live.from === 0,
    showOlder,
    showNewer,
    all: () => (held ? held.rows.concat(rows) : rows),
  }
}

/** The rows of a screen, and those before them down to `oldest` while they are not too many. */
function liveRange(rows: Row[], oldest: string | undefined): { from: number; to: number } {
  const { windowHeight } = Taro.getWindowInfo()
  const onScreen = Math.ceil((windowHeight - besideList) / leastRowHeight) + spareRows
  const enough = Math.max(leastRows, Math.min(maxRows - leavingRows, onScreen))
  const to = rows.length
  const from = rows.findIndex(({ key }) => key === oldest)
  const most = endOf(rows, from, enough + leavingRows)
  const isFit = from >= 0 && to <= most && (from === 0 || from <= startOf(rows, to, enough))
  return { from: isFit ? from : startOf(rows, to, enough), to }
}

/** A card is as high, and as heavy, as the messages on it. */
const heightOf = (row: Row | undefined) =>
  leastRowHeight + (row?.kind === 'received' ? (row.items.length - 1) * nextItemHeight : 0)

/** Where rows begin that end before `to` and take the room of so many of one message. */
function startOf(rows: readonly Row[], to: number, count: number): number {
  let from = to
  for (let height = 0; from > 0 && height < count * leastRowHeight; height += heightOf(rows[from])) from -= 1
  return from
}

/** Where rows end, exclusive, that begin at `from` and take the room of so many of one message. */
function endOf(rows: readonly Row[], from: number, count: number): number {
  let to = Math.max(0, from)
  for (let height = 0; to < rows.length && height < count * leastRowHeight; to += 1) height += heightOf(rows[to])
  return to
}

function withOlder(held: Held, older: readonly Row[]): Held {
  const added = older.length - held.older
  const rows = [...older.slice(0, added), ...held.rows]
  return { ...held, rows, from: held.from + added, to: held.to + added, older: older.length }
}

function olderPage(held: Held): Held {
  if (held.from === 0) return held
  const from = startOf(held.rows, held.from, pageRows)
  const key = held.rows[held.from]?.key
  return {
    ...held,
    from,
    to: Math.min(held.to, endOf(held.rows, from, maxRows)),
    anchor: key ? { key, edge: 'start' } : undefined,
  }
}

/** @returns undefined when there is nothing newer: the list is live again */
function newer(held: Held, rows: Row[]): Held | undefined {
  const last = held.rows[held.to - 1]
  if (!last) return undefined
  // at the end of what was held, what came since follows
  const source = held.to < held.rows.length ? held.rows : rows
  const end = source.findIndex((row) => lastIdOf(row) >= lastIdOf(last)) + 1
  if (end === 0 || end === source.length) return source === rows ? undefined : held
  const to = endOf(source, end, pageRows)
  // a list that was filled up may have put the message on another card
  const key = source[end - 1]?.key ?? last.key
  return { ...held, rows: source, from: startOf(source, to, maxRows), to, anchor: { key, edge: 'end' } }
}

/** What is held keeps its place and its messages; what became of them shows. */
function refreshed(held: Held, rows: Row[]): Row[] {
  const current = new Map<string, Row>()
  for (const row of rows) current.set(row.key, row)
  return held.rows.slice(held.from, held.to).map((row) => {
    const now = current.get(row.key)
    if (row.kind !== 'received' || now?.kind !== 'received') return now ?? row
    // a card that grows, or is filled up, would push what is read; a message delivered again is a mark on it
    const items = row.items.map((item) => now.items.find(({ message }) => message === item.message) ?? item)
    return { ...now, items }
  })
}

function newerThan(held: Held, rows: Row[]): number {
  const last = held.rows[held.rows.length - 1]
  const lastId = last ? lastIdOf(last) : 0
  let count = 0
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i]
    if (!row || lastIdOf(row) <= lastId) break
    if (row.kind === 'received') for (const item of row.items) if (item.message.id > lastId) count += 1
  }
  return count
}
