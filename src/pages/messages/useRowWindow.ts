import { useMemo, useState } from 'react'
import { lastIdOf, type Row } from './rows'

/** Rows that stand in the tree: while they follow the newest, and at most while a person reads older ones. */
const liveRows = 24
const maxRows = 40
const pageRows = 16

interface Held {
  rows: Row[]
  from: number
  to: number
  anchor?: Anchor
}

/** The row that has to stay where it is after the window moved. */
export interface Anchor {
  key: string
  edge: 'start' | 'end'
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
  showOlder: () => void
  showNewer: () => void
}

/**
 * A window over the rows. Live, it is the newest few. Held, it stands still on the rows of that moment, whatever
 * arrives or leaves the ring, and moves by pages; what is sent or a gap still shows its newest state.
 */
export function useRowWindow(rows: Row[]): RowWindow {
  const [held, setHeld] = useState<Held>()
  const hold = () => setHeld((before) => before ?? { rows, ...liveRange(rows) })
  const shown = useMemo(() => (held ? refreshed(held, rows) : rows.slice(-liveRows)), [held, rows])
  return {
    rows: shown,
    isLive: !held,
    anchor: held?.anchor,
    newer: held ? newerThan(held, rows) : 0,
    hold,
    release: () => setHeld(undefined),
    showOlder: () => setHeld((before) => older(before ?? { rows, ...liveRange(rows) })),
    showNewer: () => setHeld((before) => before && newer(before, rows)),
  }
}

const liveRange = (rows: Row[]) => ({ from: Math.max(0, rows.length - liveRows), to: rows.length })

function older(held: Held): Held {
  if (held.from === 0) return held
  const from = Math.max(0, held.from - pageRows)
  const key = held.rows[held.from]?.key
  return {
    rows: held.rows,
    from,
    to: Math.min(held.to, from + maxRows),
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
  const to = Math.min(source.length, end + pageRows)
  return { rows: source, from: Math.max(0, to - maxRows), to, anchor: { key: last.key, edge: 'end' } }
}

function refreshed(held: Held, rows: Row[]): Row[] {
  const current = new Map<string, Row>()
  for (const row of rows) if (row.kind !== 'received') current.set(row.key, row)
  return held.rows.slice(held.from, held.to).map((row) => current.get(row.key) ?? row)
}

function newerThan(held: Held, rows: Row[]): number {
  const last = held.rows[held.rows.length - 1]
  const lastId = last ? lastIdOf(last) : 0
  let count = 0
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i]
    if (!row || lastIdOf(row) <= lastId) break
    if (row.kind === 'received') for (const item of row.items) if (item.id > lastId) count += 1
  }
  return count
}
