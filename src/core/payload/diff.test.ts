import fc from 'fast-check'
import { diffTrees, undiffed, type DiffNode } from './diff'
import { diffLines } from './diffLines'
import type { ValueNode } from './tree'

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain }

/** A plain value as a tree. */
function treeOf(value: Plain, key?: string | number): ValueNode {
  const named = key === undefined ? {} : { key }
  if (Array.isArray(value)) return { ...named, kind: 'array', children: value.map((item, i) => treeOf(item, i)) }
  if (typeof value === 'object' && value !== null) {
    const children = Object.entries(value).map(([name, member]) => treeOf(member, name))
    return { ...named, kind: 'object', children }
  }
  if (typeof value === 'number') return { ...named, kind: 'number', text: String(value), value }
  return value === null
    ? { ...named, kind: 'null', text: 'null' }
    : { ...named, kind: typeof value === 'string' ? 'string' : 'boolean', text: String(value) }
}

/** Each change in a line: `+ a.b`, `- c`, `a: 1 → 2`. */
function changesOf({ node, change, before, children = [] }: DiffNode, path: (string | number)[] = []): string[] {
  const here = [...path, ...(node.key === undefined ? [] : [node.key])]
  const name = here.join('.')
  if (change === 'added') return [`+ ${name}`]
  if (change === 'removed') return [`- ${name}`]
  if (change === 'changed') return [`${name}: ${before?.text ?? before?.kind} → ${node.text ?? node.kind}`]
  return children.reduce<string[]>((all, child) => [...all, ...changesOf(child, here)], [])
}

const diff = (before: Plain, after: Plain) => changesOf(diffTrees(treeOf(before), treeOf(after)))

test.each<[Plain, Plain, string[]]>([
  [{ temp: 24.5, hum: 61.3 }, { temp: 24.6, hum: 61.3 }, ['temp: 24.5 → 24.6']],
  [{ a: 1, b: 2, c: 3 }, { a: 1, c: 3, d: 4 }, ['- b', '+ d']],
  [{ b: 2 }, {}, ['- b']],
  [{ a: { x: 1 } }, { a: [1] }, ['a: object → array']],
  [{ a: 1 }, { a: '1' }, ['a: 1 → 1']],
  [{ a: { x: 1, y: [1, 2] } }, { a: { x: 1, y: [1, 3] } }, ['a.y.1: 2 → 3']],
  [[1, 2, 3], [0, 1, 2, 3], ['+ 0']],
  [[1, 2, 3], [1, 3], ['- 1']],
  [[1, 2], [], ['- 0', '- 1']],
  [[{ n: 1 }, { n: 2 }], [{ n: 1 }, { n: 9 }], ['1.n: 2 → 9']],
  [1, 2, [': 1 → 2']],
])('%j → %j', (before, after, changes) => expect(diff(before, after)).toEqual(changes))

test('equal names are the same in turn, as repeated fields of protobuf are', () => {
  const fields = (...values: number[]): ValueNode => ({ kind: 'object', children: values.map((v) => treeOf(v, 1)) })
  expect(changesOf(diffTrees(fields(1, 2), fields(1, 3, 4)))).toEqual(['1: 2 → 3', '+ 1'])
})

const value = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(0, 1, 2, 'x', 'y', true, null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }),
  ),
})).value

/** One side of a comparison, without keys of list items: those are positions, which a removal shifts. */
function sideOf({ node, change, before, children }: DiffNode, side: 'before' | 'after'): unknown {
  const shown = change === 'changed' && side === 'before' && before ? before : node
  const of = change === undefined ? children : shown.children?.map(undiffed)
  const own = { kind: shown.kind, text: shown.text }
  if (!of) return own
  const kept = of.filter((child) => child.change !== (side === 'before' ? 'added' : 'removed'))
  const members = kept.map((child) => ({
    ...(shown.kind === 'object' && { key: child.node.key }),
    value: sideOf(child, side),
  }))
  if (shown.kind === 'object') members.sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1))
  return { ...own, members }
}

test('both messages can be read from a comparison', () => {
  fc.assert(
    fc.property(value, value, (before, after) => {
      const [a, b] = [treeOf(before), treeOf(after)]
      const compared = diffTrees(a, b)
      expect(sideOf(compared, 'before')).toEqual(sideOf(undiffed(a), 'before'))
      expect(sideOf(compared, 'after')).toEqual(sideOf(undiffed(b), 'after'))
    }),
    { numRuns: 1_000 },
  )
})

test('changes are counted as they are shown, are none between equals, and as many the other way round', () => {
  fc.assert(
    fc.property(value, value, (before, after) => {
      const [a, b] = [treeOf(before), treeOf(after)]
      const compared = diffTrees(a, b)
      expect(compared.changes).toBe(changesOf(compared).length)
      expect(compared.changes > 0).toBe(
        JSON.stringify(sideOf(undiffed(a), 'after')) !== JSON.stringify(sideOf(undiffed(b), 'after')),
      )
      expect(diffTrees(b, a).changes).toBe(compared.changes)
      expect(diffTrees(a, a)).toEqual(undiffed(a))
    }),
    { numRuns: 1_000 },
  )
})

describe('lines', () => {
  const shown = (before: string, after: string) =>
    diffLines(before, after).lines.map(({ text, change }) => `${change === 'added' ? '+' : change ? '-' : ' '}${text}`)

  test('are common, removed and added', () => {
    expect(shown('a\nb\nc', 'a\nx\nc\nd')).toEqual([' a', '-b', '+x', ' c', '+d'])
    expect(diffLines('a', 'a')).toEqual({ lines: [{ text: 'a' }], changes: 0 })
  })

  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))
  const sideText = (lines: string[], other: string) =>
    lines
      .filter((line) => !line.startsWith(other))
      .map((line) => line.slice(1))
      .join('\n')

  test('give both texts back, and no shorter way leads from one to the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = shown(before, after)
        expect(sideText(lines, '+')).toBe(before)
        expect(sideText(lines, '-')).toBe(after)
        expect(diffLines(before, after).changes).toBe(shortestEdit(before.split('\n'), after.split('\n')))
      }),
      { numRuns: 1_000 },
    )
  })

  test('too many to compare are removed and added as a whole, but for what they begin and end with', () => {
    const many = (mark: string) => Array.from({ length: 2_000 }, (_, i) => `${mark}${i}`).join('\n')
    const { lines, changes } = diffLines(`same\n${many('a')}\nend`, `same\n${many('b')}\nend`)
    expect(changes).toBe(4_000)
    expect(lines[0]).toEqual({ text: 'same' })
    expect(lines[2_000]?.change).toBe('removed')
    expect(lines[2_001]?.change).toBe('added')
  })
})

/** Insertions and deletions, counted the plain way. */
function shortestEdit(a: string[], b: string[]): number {
  const row = b.map((_, j) => j + 1)
  let counts = [0, ...row]
  for (const [i, line] of a.entries()) {
    const next = [i + 1]
    for (const [j, other] of b.entries()) {
      next.push(line === other ? (counts[j] ?? 0) : 1 + Math.min(counts[j + 1] ?? 0, next[j] ?? 0))
    }
    counts = next
  }
  return counts[b.length] ?? 0
}
