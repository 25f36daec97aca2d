import type { Gap, Message, ReceivedMessage, SentMessage, TimelineEntry } from '@/core/message/message'

/** A message and, when the broker delivered it again, those deliveries. */
export interface ReceivedItem {
  message: ReceivedMessage
  again: readonly ReceivedMessage[]
}

/** What the list draws: messages of one topic that came close together are one card. */
export type Row =
  | { kind: 'received'; key: string; items: ReceivedItem[] }
  | { kind: 'sent'; key: string; message: SentMessage }
  /** `redelivered`: how many messages came a second time after it */
  | { kind: 'gap'; key: string; gap: Gap; redelivered: number }

/** SPEC: the same topic within 60 s joins */
const joinMs = 60_000
/** A card stays smaller than the window of rows, or a busy topic would be one endless card. */
const joinMax = 8

/** Rows of a timeline, oldest first. Queued messages stand in the tray, not here. */
export function rowsOf(entries: readonly TimelineEntry[], isShown: (topic: string) => boolean): Row[] {
  const rows: Row[] = []
  let lastGap: Extract<Row, { kind: 'gap' }> | undefined
  for (const entry of entries) {
    if (entry.direction === 'gap') {
      lastGap = { kind: 'gap', key: `g${entry.id}`, gap: entry, redelivered: 0 }
      rows.push(lastGap)
      continue
    }
    if (entry.direction === 'received' && entry.isRedelivered && lastGap) lastGap.redelivered += 1
    if (!isShown(entry.topic)) continue
    if (entry.direction === 'sent') {
      if (entry.status.name !== 'queued') rows.push({ kind: 'sent', key: `s${entry.id}`, message: entry })
    } else if (!entry.isRedelivered || !fold(rows, entry)) {
      const last = rows[rows.length - 1]
      const item = { message: entry, again: [] }
      if (last?.kind === 'received' && joins(last.items, entry)) last.items.push(item)
      else rows.push({ kind: 'received', key: `r${entry.id}`, items: [item] })
    }
  }
  return rows
}

/** Shows a message that came a second time where it stands already. @returns whether it stands anywhere */
function fold(rows: readonly Row[], entry: ReceivedMessage): boolean {
  for (let r = rows.length - 1; r >= 0; r -= 1) {
    const row = rows[r]
    if (row?.kind !== 'received' || row.items[0]?.message.topic !== entry.topic) continue
    for (let i = row.items.length - 1; i >= 0; i -= 1) {
      const item = row.items[i]
      if (item?.message.qos !== entry.qos || !isSamePayload(item.message.payload, entry.payload)) continue
      item.again = [...item.again, entry]
      return true
    }
  }
  return false
}

function isSamePayload(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** The marks stand once above the card, so they have to hold for all of it. */
function joins(items: ReceivedItem[], next: ReceivedMessage): boolean {
  const first = items[0]?.message
  return (
    first !== undefined &&
    items.length < joinMax &&
    first.topic === next.topic &&
    first.qos === next.qos &&
    first.retain === next.retain &&
    first.dup === next.dup &&
    first.isRedelivered === next.isRedelivered &&
    next.at - first.at < joinMs
  )
}

/** The messages that rows stand for, each with what is folded into it. */
export function pickedOf(rows: readonly Row[]): { message: Message; again: readonly ReceivedMessage[] }[] {
  return rows.reduce<ReturnType<typeof pickedOf>>((all, row) => {
    if (row.kind === 'gap') return all
    return all.concat(row.kind === 'sent' ? { message: row.message, again: [] } : row.items)
  }, [])
}

/** What is left of a row without messages that were deleted: the row itself, or nothing. */
export function withoutRemoved(row: Row, removed: ReadonlySet<number>): Row | undefined {
  if (removed.size === 0 || row.kind === 'gap') return row
  if (row.kind === 'sent') return removed.has(row.message.id) ? undefined : row
  const items = row.items.filter(({ message }) => !removed.has(message.id))
  if (items.length === row.items.length) return row
  return items.length > 0 ? { ...row, items } : undefined
}

/** Whether two rows draw the same, so that a memoised row need not be drawn again. */
export function isSameRow(a: Row, b: Row): boolean {
  if (a.key !== b.key) return false
  if (a.kind === 'received' && b.kind === 'received') {
    return a.items.length === b.items.length && a.items.every((item, i) => isSameItem(item, b.items[i]))
  }
  if (a.kind === 'sent' && b.kind === 'sent') return a.message === b.message
  return a.kind === 'gap' && b.kind === 'gap' && a.gap === b.gap && a.redelivered === b.redelivered
}

const isSameItem = (a: ReceivedItem, b: ReceivedItem | undefined) =>
  a.message === b?.message && a.again.length === b.again.length

/** The id of a row's oldest entry. */
export function firstIdOf(row: Row): number {
  if (row.kind === 'gap') return row.gap.id
  return row.kind === 'sent' ? row.message.id : (row.items[0]?.message.id ?? 0)
}

/** The id of a row's newest entry: ids grow with time. */
export function lastIdOf(row: Row): number {
  if (row.kind === 'gap') return row.gap.id
  return row.kind === 'sent' ? row.message.id : (row.items[row.items.length - 1]?.message.id ?? 0)
}
