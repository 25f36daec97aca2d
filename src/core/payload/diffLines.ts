export interface DiffLine {
  text: string
  change?: 'added' | 'removed'
}

export interface LineDiff {
  lines: DiffLine[]
  /** lines added and removed */
  changes: number
}

/** Cells of the table of common subsequences: 16 bits each. Beyond, what differs is shown as removed, then added. */
const maxCells = 1_000_000

/** Compares texts line by line; what was removed stands before what was added in its place. */
export function diffLines(before: string, after: string): LineDiff {
  const a = before.split('\n')
  const b = after.split('\n')
  const shorter = Math.min(a.length, b.length)
  let head = 0
  while (head < shorter && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1
  const middle = diffMiddle(a.slice(head, a.length - tail), b.slice(head, b.length - tail))
  return {
    lines: [...b.slice(0, head).map(same), ...middle, ...b.slice(b.length - tail).map(same)],
    changes: middle.reduce((sum, line) => sum + (line.change ? 1 : 0), 0),
  }
}

const same = (text: string): DiffLine => ({ text })
const added = (text: string): DiffLine => ({ text, change: 'added' })
const removed = (text: string): DiffLine => ({ text, change: 'removed' })

function diffMiddle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const width = b.length + 1
  if ((a.length + 1) * width > maxCells) return [...a.map(removed), ...b.map(added)]
  // length of the longest common subsequence of what follows (i, j)
  const common = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]]
    if (left !== undefined && left === right) {
      lines.push(same(left))
      i += 1
      j += 1
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(left))
      i += 1
    } else if (right !== undefined) {
      lines.push(added(right))
      j += 1
    }
  }
  return lines
}
