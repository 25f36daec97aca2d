import fc from 'fast-check'
import type { ReceivedMessage } from '../../src/core/message/message'
import { TreeOutline, type OutlineRow } from '../../src/core/topic/outline'
import type { TreeSort } from '../../src/core/topic/order'
import type { TopicNode } from '../../src/core/topic/topicNode'
import { TopicTree, treeLimits } from '../../src/core/topic/tree'

let lastId = 0
const received = (topic: string, at: number, retain = false, text = '1'): ReceivedMessage => {
  const payload = new TextEncoder().encode(text)
  return { direction: 'received', id: (lastId += 1), topic, payload, qos: 0, retain, dup: false, at }
}

const level = fc.constantFrom('', 'a', 'b', '10', '2', '__proto__', 'constructor', '$SYS', '温室', ' ')
const topic = fc
  .array(level, { minLength: 1, maxLength: 4 })
  .map((levels) => levels.join('/'))
  .filter((text) => text !== '')
const arrival = fc.record({
  topic,
  afterMs: fc.integer({ min: 0, max: 2_500 }),
  isLive: fc.boolean(),
  retain: fc.boolean(),
  text: fc.constantFrom('', 'x', '{"a":1}'),
})
type Arrival = { topic: string; at: number; isLive: boolean; retain: boolean; text: string }

const arrivals = fc.array(arrival, { maxLength: 60 }).map((list): Arrival[] => {
  let at = 1_000_000
  return list.map(({ afterMs, ...rest }) => ({ ...rest, at: (at += afterMs) }))
})

/** What each level must say, counted the slow way. */
function facts(messages: readonly Arrival[], path: string, now: number) {
  const below = messages.filter((m) => m.topic === path || m.topic.startsWith(`${path}/`))
  const topics = [...new Set(below.map((m) => m.topic))]
  const second = Math.floor(now / 1_000)
  const recent = below.filter((m) => m.isLive && m.at < second * 1_000 && m.at >= (second - 5) * 1_000)
  const own = below.filter((m) => m.topic === path)
  const lastEmpty = own.map((m) => m.text === '').lastIndexOf(true)
  return {
    own: own.length,
    total: below.length,
    topics: topics.length,
    unread: topics.filter((t) => below.some((m) => m.topic === t && m.isLive)).length,
    rate: recent.length / 5,
    at: Math.max(...below.map((m) => m.at)),
    isRetained: own.slice(lastEmpty + 1).some((m) => m.retain),
  }
}

it('counts each level as one who counts all messages again would', () => {
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 0, max: 8_000 }), (messages, laterMs) => {
      const tree = new TopicTree()
      for (const { topic, at, isLive, retain, text } of messages) tree.add(received(topic, at, retain, text), isLive)
      const now = (messages[messages.length - 1]?.at ?? 0) + laterMs
      const paths = new Set(
        messages.flatMap((m) => m.topic.split('/').map((_, i, levels) => levels.slice(0, i + 1).join('/'))),
      )
      expect(tree.topics.map((node) => node.path)).toEqual([...new Set(messages.map((m) => m.topic))])
      for (const path of paths) {
        const node = tree.find(path)
        if (!node) throw new Error(`no ${path}`)
        const { own, total, topics, unread, at, isRetained } = node
        expect({ own, total, topics, unread, at, isRetained, rate: tree.ratePerSecond(node, now) }).toEqual(
          facts(messages, path, now),
        )
      }
      expect(tree.root.total).toBe(messages.length)
    }),
    { numRuns: 300 },
  )
})

type Step =
  | { do: 'add'; topic: string }
  | { do: 'expand' | 'collapse' | 'fields'; at: number }
  | { do: 'sort'; sort: TreeSort }
  | { do: 'added' | 'touched' | 'expandAll' | 'collapseAll' }

const sorts = fc.constantFrom<TreeSort>('recent', 'name', 'count')
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: topic.map((text): Step => ({ do: 'add', topic: text })) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('expand', 'collapse', 'fields'), at: fc.nat(40) }),
  },
  { weight: 1, arbitrary: sorts.map((sort): Step => ({ do: 'sort', sort })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('added', 'touched', 'expandAll', 'collapseAll').map((name): Step => ({ do: name })),
  },
)

/** All rows, by walking all that is open. */
function walked(node: TopicNode): OutlineRow[] {
  const { outline } = node
  if (!outline?.isExpanded) return []
  const fields = Array.from({ length: outline.fieldRows }, (_, index): OutlineRow => ({ kind: 'field', node, index }))
  return [
    ...fields,
    ...outline.order.flatMap((child): OutlineRow[] => [{ kind: 'topic', node: child }, ...walked(child)]),
  ]
}

function applyStep(tree: TopicTree, outline: TreeOutline, next: Step, at: number): void {
  const rowAt = (place: number) => {
    const [row] = outline.rows(place % Math.max(1, outline.length), 1)
    return row?.node
  }
  switch (next.do) {
    case 'add':
      return void tree.add(received(next.topic, at))
    case 'sort':
      return outline.setSort(next.sort)
    case 'expandAll':
      return void outline.expandAll(tree.root, 30)
    case 'collapseAll':
      return outline.collapseAll()
    case 'added':
    case 'touched':
      return outline.arrange(next.do)
    default: {
      const node = rowAt(next.at)
      if (!node) return
      if (next.do === 'expand') outline.expand(node)
      else if (next.do === 'collapse') outline.collapse(node)
      else outline.setFieldRows(node, next.at % 3)
    }
  }
}

const keyOf = (row: OutlineRow) => `${row.kind === 'field' ? row.index : 't'} ${row.node.path}`

it('gives any part of the rows as one who walks all of them would', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 80 }),
      fc.nat(30),
      fc.integer({ min: 1, max: 12 }),
      (steps, from, count) => {
        const tree = new TopicTree()
        const outline = new TreeOutline(tree)
        let sort: TreeSort = 'recent'
        steps.forEach((next, i) => {
          applyStep(tree, outline, next, 1_000 + i)
          if (next.do === 'sort') sort = next.sort
          const all = walked(tree.root).map(keyOf)
          expect(outline.length).toBe(all.length)
          expect(outline.rows(from, count).map(keyOf)).toEqual(all.slice(from, from + count))
          expect(new Set(all).size).toBe(all.length)
        })
        outline.arrange('touched')
        expect(outline.pending()).toBe(0)
        for (const row of walked(tree.root)) if (row.kind === 'topic') expectSorted(row.node.parent, sort)
      },
    ),
    { numRuns: 300 },
  )
})

function expectSorted(branch: TopicNode | undefined, sort: TreeSort): void {
  const order = branch?.outline?.order ?? []
  expect(order).toHaveLength(branch?.children?.length ?? 0)
  const number = (text: string) => (/^\d+$/.test(text) ? Number(text) : undefined)
  for (let i = 1; i < order.length; i += 1) {
    const [a, b] = [order[i - 1], order[i]]
    if (!a || !b) continue
    if (sort === 'recent') expect(a.at).toBeGreaterThanOrEqual(b.at)
    else if (sort === 'count') expect(a.total).toBeGreaterThanOrEqual(b.total)
    else {
      const [x, y] = [number(a.name), number(b.name)]
      if (x !== undefined && y !== undefined) expect(x).toBeLessThan(y)
      else expect(a.path < b.path).toBe(true)
    }
  }
}

describe('hostile topics', () => {
  it('holds a topic of 65,535 levels in 64', () => {
    const tree = new TopicTree()
    const deep = '/'.repeat(65_534)
    expect(tree.add(received(deep, 1))?.depth).toBe(63)
    expect(tree.add(received(`${deep}x`, 1))?.path).toBe(`${deep}x`)
    expect([tree.root.total, tree.root.topics]).toEqual([2, 2])
    const outline = new TreeOutline(tree)
    outline.arrange('touched')
    outline.expandAll(tree.root, 200)
    expect(outline.length).toBe(65)
  })

  it('counts what is beyond a bound, and goes on with what it knows', () => {
    const tree = new TopicTree({ ...treeLimits, topics: 10 })
    for (let i = 0; i < 30; i += 1) tree.add(received(`t/${i % 15}`, 1))
    expect([tree.topics.length, tree.root.total, tree.omitted]).toEqual([10, 20, 10])
  })

  it.each([{ nodes: 100 }, { characters: 1_000 }])('is bounded by %j', (bound) => {
    const tree = new TopicTree({ ...treeLimits, ...bound })
    for (let i = 0; i < 1_000; i += 1) tree.add(received(`some/${i}/topic/of/levels`, 1))
    expect(tree.topics.length).toBeLessThan(50)
    expect(tree.root.total + tree.omitted).toBe(1_000)
  })

  it('lets payloads go, the counts never', () => {
    const tree = new TopicTree({ ...treeLimits, headBytes: 100, bytes: 1_000 })
    for (let i = 0; i < 500; i += 1) tree.add(received(`t/${i % 50}`, 1, false, 'x'.repeat(i)))
    const held = tree.topics.reduce((sum, node) => sum + (node.head?.length ?? 0), 0)
    expect(held).toBeGreaterThan(800)
    expect(held).toBeLessThanOrEqual(1_000)
    expect(tree.topics.map((node) => node.size)).toEqual(Array.from({ length: 50 }, (_, i) => 450 + i))
  })
})
