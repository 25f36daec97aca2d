import { create, useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { FieldValues } from '@/core/topic/fields'
import type { ReceivedMessage, TimelineEntry } from '@/core/message/message'
import { TreeOutline } from '@/core/topic/outline'
import type { TreeSort } from '@/core/topic/order'
import type { TopicNode } from '@/core/topic/topicNode'
import { TopicTree } from '@/core/topic/tree'
import { Flusher } from '../flusher'
import { services } from '../services'
import { followSessions } from '../sessions/followSessions'
import type { Topics, TopicsEntry } from './entry'
import { rowOf, type TopicRow } from './rows'

const entries = new Map<string, TopicsEntry>()
/** profiles that have a tree */
const useKnown = create<{ ids: string[] }>(() => ({ ids: [] }))

/** Rows that trade places more often cannot be tapped. */
const ARRANGE_MS = 2_000
/** Values for sparklines are read this often, of so many topics, whether a screen shows them or not */
const SAMPLE_MS = 1_000
const SAMPLED_TOPICS = 64
/** Rows that are opened by themselves, and by "expand all" */
const FIRST_ROWS = 40
const EXPANDED_ROWS = 1_000

const noTopics: Topics = {
  ...{ version: 0, topics: 0, messages: 0, omitted: 0, ratePerSecond: 0, rows: 0, pending: 0, isRestored: false },
}

/** Builds the trees from what the sessions bring, from the start of the app on, shown or not. @returns stops it */
export function runTopics(): () => void {
  const stops = [
    followSessions(collect, drop),
    services.visibility.onChange((isVisible) => {
      if (isVisible) for (const id of entries.keys()) schedule(id)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
    for (const id of [...entries.keys()]) drop(id)
  }
}

function collect(profileId: string) {
  const entry = entryOf(profileId)
  // not whether there is a tree: a page that is opened by its address is there before the session
  const isFirst = !entry.isFollowing
  entry.isFollowing = true
  return {
    add: (message: TimelineEntry) => {
      if (message.direction !== 'received') return
      add(entry, message)
      schedule(profileId)
    },
    restore: (restored: readonly TimelineEntry[]) => {
      if (entries.get(profileId) !== entry) return
      // a session that comes after another has what is in the tree already
      if (isFirst) for (const old of restored) if (old.direction === 'received') entry.tree.add(old, false)
      entry.store.setState({ isRestored: true })
      schedule(profileId)
    },
  }
}

/** What is to be said of a connection's topics; renders at most ten times a second, four when busy, never while hidden. */
export function useTopics<T>(profileId: string, selector: (topics: Topics) => T): T {
  useKnown((known) => known.ids.includes(profileId))
  return useStore(entries.get(profileId)?.store ?? absentStore, selector)
}

/** Keeps the rows up to date until the returned function is called. */
export function openTopics(profileId: string): () => void {
  const entry = entryOf(profileId)
  entry.watchers += 1
  entry.isHeld = false
  entry.arrangedAt = 0
  entry.flusher.run()
  return () => {
    entry.watchers -= 1
  }
}

export function topicsOf(profileId: string): TopicsEntry | undefined {
  return entries.get(profileId)
}

/** Which rows a screen shows: values of these are read at each flush. */
export function showRows(profileId: string, from: number, count: number): void {
  const entry = entries.get(profileId)
  if (entry) entry.range = { from, count }
}

export function readRows(profileId: string, from: number, count: number): TopicRow[] {
  const entry = entries.get(profileId)
  if (!entry) return []
  const now = services.clock.now()
  const rows = entry.outline.rows(from, count).map((row) => rowOf(entry, row, now))
  return rows.filter((row): row is TopicRow => row !== undefined)
}

/** Whether rows keep their places while a person reads: what is new waits and is counted. */
export function holdRows(profileId: string, isHeld: boolean): void {
  const entry = entries.get(profileId)
  if (!entry || entry.isHeld === isHeld) return
  entry.isHeld = isHeld
  if (!isHeld) changeRows(profileId, () => undefined)
}

export function setSort(profileId: string, sort: TreeSort): void {
  changeRows(profileId, ({ outline }) => outline.setSort(sort))
}

/** Opens or closes what stands below a topic or a level. */
export function toggleTopic(profileId: string, path: string): void {
  changeRows(profileId, (entry) => {
    const node = entry.tree.find(path)
    if (!node) return
    entry.isOpened = true
    if (entry.outline.isExpanded(node)) return entry.outline.collapse(node)
    entry.outline.expand(node)
    showFields(entry, node)
  })
}

/** @returns whether all could be opened: rows are bounded */
export function expandTopics(profileId: string, path?: string): boolean {
  let isWhole = true
  changeRows(profileId, (entry) => {
    const { outline, tree } = entry
    const from = path === undefined ? tree.root : tree.find(path)
    entry.isOpened = true
    if (from) isWhole = outline.expandAll(from, EXPANDED_ROWS)
  })
  return isWhole
}

export function collapseTopics(profileId: string): void {
  changeRows(profileId, (entry) => {
    entry.isOpened = true
    entry.outline.collapseAll()
  })
}

/** A topic was looked at. */
export function markTopicRead(profileId: string, path: string): void {
  changeRows(profileId, ({ tree }) => {
    const node = tree.find(path)
    if (node) tree.markRead(node)
  })
}

const absentStore = createStore<Topics>(() => noTopics)

function entryOf(profileId: string): TopicsEntry {
  let entry = entries.get(profileId)
  if (!entry) {
    const tree = new TopicTree()
    const store = createStore<Topics>(() => noTopics)
    const flusher = new Flusher(
      () => flush(profileId),
      () => store.getState().ratePerSecond,
    )
    entry = {
      ...{ store, flusher, tree, outline: new TreeOutline(tree), values: new FieldValues(), changed: new Set() },
      ...{
        watchers: 0,
        isFollowing: false,
        isHeld: false,
        isOpened: false,
        arrangedAt: 0,
        arrangedSeq: 0,
        range: { from: 0, count: FIRST_ROWS },
      },
    }
    entries.set(profileId, entry)
    useKnown.setState({ ids: [...entries.keys()] })
  }
  return entry
}

function drop(profileId: string): void {
  const entry = entries.get(profileId)
  entry?.flusher.stop()
  entry?.sampleTimer?.()
  entries.delete(profileId)
  useKnown.setState({ ids: [...entries.keys()] })
}

function add(entry: TopicsEntry, message: ReceivedMessage): void {
  const topic = entry.tree.add(message)
  if (topic && entry.changed.size < SAMPLED_TOPICS) entry.changed.add(topic)
}

function schedule(profileId: string): void {
  const entry = entries.get(profileId)
  if (!entry || !services.visibility.isVisible()) return
  if (entry.changed.size > 0) {
    entry.sampleTimer ??= services.clock.setTimer(() => {
      entry.sampleTimer = undefined
      sample(entry)
    }, SAMPLE_MS)
  }
  if (entry.watchers > 0) entry.flusher.schedule()
}

function sample(entry: TopicsEntry): void {
  entry.changed.forEach((topic) => entry.values.read(topic))
  entry.changed.clear()
}

function flush(profileId: string): void {
  const entry = entries.get(profileId)
  if (!entry || entry.watchers === 0) return
  const now = services.clock.now()
  const { tree, outline } = entry
  if (!entry.isHeld) {
    const isDue = now - entry.arrangedAt >= ARRANGE_MS
    if (isDue) Object.assign(entry, { arrangedAt: now, arrangedSeq: tree.root.seq })
    outline.arrange(isDue ? 'touched' : 'added')
    // until a person opens or closes something, or a screen is full
    if (!entry.isOpened) entry.isOpened = !outline.expandAll(tree.root, FIRST_ROWS) || outline.length >= FIRST_ROWS
  }
  const { from, count } = entry.range
  for (const { kind, node } of outline.rows(from, count)) if (kind === 'topic') showFields(entry, node)
  publish(entry, now)
  // rates fall by themselves, and what came after the last time is still to be put in order
  if (tree.ratePerSecond(tree.root, now) > 0 || (!entry.isHeld && tree.root.seq > entry.arrangedSeq)) {
    entry.flusher.tick()
  }
}

/** The newest message of an open topic may have a number that no row stands for yet. */
function showFields({ outline, values }: TopicsEntry, node: TopicNode): void {
  if (node.own === 0 || !outline.isExpanded(node)) return
  const fields = values.read(node)
  const isPlain = fields.length === 1 && fields[0]?.label === ''
  outline.setFieldRows(node, isPlain && !node.children ? 0 : fields.length)
}

function changeRows(profileId: string, change: (entry: TopicsEntry) => void): void {
  const entry = entries.get(profileId)
  if (!entry) return
  change(entry)
  publish(entry, services.clock.now())
  schedule(profileId)
}

function publish(entry: TopicsEntry, now: number): void {
  const { tree, outline, store } = entry
  store.setState(({ version }) => ({
    version: version + 1,
    topics: tree.topics.length,
    messages: tree.root.total,
    omitted: tree.omitted,
    ratePerSecond: tree.ratePerSecond(tree.root, now),
    rows: outline.length,
    pending: entry.isHeld ? outline.pending() : 0,
  }))
}
