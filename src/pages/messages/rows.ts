import type { Gap, ReceivedMessage, SentMessage, TimelineEntry } from '@/core/message/message'

/** What can be opened. */
export type Message = ReceivedMessage | SentMessage

/** What the list draws: messages of one topic that came close together are one card. */
export type Row =
  | { kind: 'received'; key: string; items: ReceivedMessage[] }
  | { kind: 'sent'; key: string; message: SentMessage }
  | { kind: 'gap'; key: string; gap: Gap }

/** SPEC: the same topic within 60 s joins */
const joinMs = 60_000
/** A card stays smaller than the window of rows, or a busy topic would be one endless card. */
const joinMax = 8

/** Rows of a timeline, oldest first. Queued and withdrawn messages stand in the tray, not here. */
export function rowsOf(entries: readonly TimelineEntry[], isShown: (topic: string) => boolean): Row[] {
  const rows: Row[] = []
  for (const entry of entries) {
    if (entry.direction === 'gap') rows.push({ kind: 'gap', key: `g${entry.id}`, gap: entry })
    else if (!isShown(entry.topic)) continue
    else if (entry.direction === 'sent') {
      if (entry.status.name !== 'queued') rows.push({ kind: 'sent', key: `s${entry.id}`, message: entry })
    } else {
      const last = rows[rows.length - 1]
      if (last?.kind === 'received' && joins(last.items, entry)) last.items.push(entry)
      else rows.push({ kind: 'received', key: `r${entry.id}`, items: [entry] })
    }
  }
  return rows
}

/** The marks stand once above the card, so they have to hold for all of it. */
function joins(items: ReceivedMessage[], next: ReceivedMessage): boolean {
  const first = items[0]
  return (
    first !== undefined &&
    items.length < joinMax &&
    first.topic === next.topic &&
    first.qos === next.qos &&
    first.retain === next.retain &&
    first.dup === next.dup &&
    next.at - first.at < joinMs
  )
}

/** Whether two rows draw the same, so that a memoised row need not be drawn again. */
export function isSameRow(a: Row, b: Row): boolean {
  if (a.key !== b.key) return false
  if (a.kind === 'received' && b.kind === 'received') {
    return a.items.length === b.items.length && a.items.every((item, i) => item === b.items[i])
  }
  if (a.kind === 'sent' && b.kind === 'sent') return a.message === b.message
  return a.kind === 'gap' && b.kind === 'gap' && a.gap === b.gap
}

/** The id of a row's newest entry: ids grow with time. */
export function lastIdOf(row: Row): number {
  if (row.kind === 'gap') return row.gap.id
  return row.kind === 'sent' ? row.message.id : (row.items[row.items.length - 1]?.id ?? 0)
}
