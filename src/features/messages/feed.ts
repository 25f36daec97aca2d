import { create, useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TimelineEntry } from '@/core/message/message'
import { Listeners } from '@/services/listeners'
import { useConnections } from '../connections/connections'
import { Flusher } from '../flusher'
import { services } from '../services'
import { followSessions } from '../sessions/followSessions'
import { sessionOf, useSessions } from '../sessions/sessions'
import { emptyFeed, FeedBuffer, type Feed } from './feedBuffer'
import { readLeftOut } from './leftOut'

interface FeedEntry {
  buffer: FeedBuffer
  store: StoreApi<Feed>
  flusher: Flusher
  /** screens that show it now: nothing is unread while one does */
  readers: number
  /** what the list shows while its display is paused, and how many had been received then */
  paused?: Pick<Feed, 'entries' | 'total'>
}

const feeds = new Map<string, FeedEntry>()
const unreadListeners = new Listeners<[]>()
/** profiles that have a feed */
const useKnown = create<{ ids: string[] }>(() => ({ ids: [] }))

/** Collects what the sessions bring, from the start of the app on, shown or not. @returns stops it */
export function runFeeds(): () => void {
  const followFilters = () => {
    for (const profile of useConnections.getState().profiles) {
      feeds.get(profile.id)?.buffer.setFilters(profile.subscriptions.map((s) => s.filter))
    }
  }
  const stops = [
    followSessions(collect, drop),
    useSessions.subscribe(followFilters),
    useConnections.subscribe(followFilters),
    services.visibility.onChange((isVisible) => {
      if (isVisible) for (const { flusher } of feeds.values()) flusher.schedule()
    }),
  ]
  followFilters()
  return () => {
    for (const stop of stops) stop()
    for (const id of [...feeds.keys()]) drop(id)
  }
}

function collect(profileId: string) {
  const { buffer, flusher, store } = entryOf(profileId)
  if (!buffer.isRestored) store.setState({ isReading: true })
  return {
    add: (entry: TimelineEntry) => {
      buffer.add(entry)
      flusher.schedule()
      unreadListeners.tell()
    },
    restore: (entries: readonly TimelineEntry[]) => {
      // it may have been replaced meanwhile
      if (feeds.get(profileId)?.buffer !== buffer) return
      buffer.restore(entries)
      if (entries.length > 0) flusher.run()
      store.setState({ isReading: false })
    },
  }
}

/** A part of a connection's feed; renders at most ten times a second, four when busy, never while hidden. */
export function useFeed<T>(profileId: string, selector: (feed: Feed) => T): T {
  useKnown((known) => known.ids.includes(profileId))
  return useStore(feeds.get(profileId)?.store ?? absentStore, selector)
}

/** Marks a connection as being read until the returned function is called. */
export function openFeed(profileId: string): () => void {
  const entry = entryOf(profileId)
  entry.readers += 1
  markRead(profileId)
  return () => {
    entry.readers -= 1
    if (entry.readers === 0) resumeDisplay(profileId)
  }
}

/** What a connection's list holds at this moment, oldest first, drawn already or not. */
export function entriesOf(profileId: string): readonly TimelineEntry[] {
  return feeds.get(profileId)?.buffer.read(services.clock.now()).entries ?? []
}

export function markRead(profileId: string): void {
  const entry = feeds.get(profileId)
  if (!entry) return
  entry.buffer.unread = 0
  entry.store.setState({ unread: 0 })
  unreadListeners.tell()
}

/**
 * Messages that nobody has seen, of all connections that are not paused. Unlike the lists it is told of while the app is hidden,
 * too: for what stands outside the app.
 */
export function unreadNow(): number {
  const isShown = services.visibility.isVisible()
  let count = 0
  for (const { id, isPaused } of useConnections.getState().profiles) {
    const entry = feeds.get(id)
    if (!entry || isPaused || (isShown && entry.readers > 0)) continue
    count += entry.buffer.unread
  }
  return count
}

/** Calls back whenever {@link unreadNow} may be another, which with a flood is often. @returns stops it */
export function onUnread(listener: () => void): () => void {
  const stops = [
    unreadListeners.add(listener),
    useConnections.subscribe(listener),
    useKnown.subscribe(listener),
    services.visibility.onChange(listener),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** The list stands still until {@link resumeDisplay}; what comes is received, counted and stored meanwhile. */
export function pauseDisplay(profileId: string): void {
  const entry = feeds.get(profileId)
  if (!entry || entry.paused) return
  entry.paused = entry.store.getState()
  entry.flusher.run()
}

export function resumeDisplay(profileId: string): void {
  const entry = feeds.get(profileId)
  if (!entry?.paused) return
  entry.paused = undefined
  entry.flusher.run()
}

/** Where more comes than can be read: all of it, or a sample again. */
export function showAll(profileId: string, wantsAll: boolean): void {
  const entry = feeds.get(profileId)
  if (!entry) return
  entry.buffer.sampler.showAll(wantsAll, entry.store.getState().ratePerSecond)
  entry.flusher.run()
}

/** Empties the list, for later runs of the app as well. @returns puts it back, with what came meanwhile behind it */
export function clearFeed(profileId: string): () => void {
  const entry = feeds.get(profileId)
  if (!entry) return () => undefined
  const remember = sessionOf(profileId)?.forgetHistory()
  const undo = entry.buffer.clear()
  entry.paused = undefined
  entry.flusher.run()
  return () => {
    remember?.()
    undo()
    entry.flusher.run()
  }
}

/** Takes entries out of the list at once; what is stored of them is not touched. @returns puts them back */
export function removeFromFeed(profileId: string, ids: ReadonlySet<number>): () => void {
  const entry = feeds.get(profileId)
  if (!entry) return () => undefined
  const putBack = entry.buffer.remove(ids)
  const { paused } = entry
  if (paused) entry.paused = { ...paused, entries: paused.entries.filter(({ id }) => !ids.has(id)) }
  entry.flusher.run()
  return () => {
    putBack()
    // only while it is that same pause
    if (paused && entry.paused) entry.paused = { ...entry.paused, entries: paused.entries }
    entry.flusher.run()
  }
}

/** Takes the older part out of every list that has it in the log as well: scrolling there reads it again. */
export function shrinkFeeds(): void {
  for (const [id, { buffer, flusher }] of feeds) {
    if (!sessionOf(id)?.isStored) continue
    buffer.shrink()
    flusher.schedule()
  }
}

const absentStore = createStore<Feed>(() => emptyFeed)

function entryOf(profileId: string): FeedEntry {
  let entry = feeds.get(profileId)
  if (!entry) {
    const store = createStore<Feed>(() => emptyFeed)
    const flusher = new Flusher(
      () => flush(profileId),
      () => store.getState().ratePerSecond,
    )
    entry = { buffer: new FeedBuffer(), store, flusher, readers: 0 }
    feeds.set(profileId, entry)
    useKnown.setState({ ids: [...feeds.keys()] })
  }
  return entry
}

function drop(profileId: string): void {
  feeds.get(profileId)?.flusher.stop()
  feeds.delete(profileId)
  useKnown.setState({ ids: [...feeds.keys()] })
}

function flush(profileId: string): void {
  const entry = feeds.get(profileId)
  if (!entry) return
  const { buffer, store, flusher } = entry
  if (entry.readers > 0) buffer.unread = 0
  const feed = buffer.read(services.clock.now())
  store.setState({ ...feed, ...pausedPart(entry, feed) })
  // the rate rises by what came in a second that is not over yet, and falls by itself
  if (buffer.hasRate(services.clock.now())) flusher.tick()
  void fillUp(profileId, entry)
}

/** Puts in its place what a sample has left out, once it is calm: the log has all of it. */
async function fillUp(profileId: string, { buffer, flusher }: FeedEntry): Promise<void> {
  // without a disk of its own a session has nothing in the log
  const leftOut = sessionOf(profileId)?.isStored === false ? undefined : buffer.beginFilling()
  if (!leftOut) return
  const found = await readLeftOut(services.history, profileId, leftOut).catch(() => [])
  const isWhole = buffer.fill(found)
  if (feeds.get(profileId)?.buffer !== buffer) return
  if (found.length > 0) flusher.run()
  // what came last may not be in the log yet
  if (!isWhole) flusher.tick()
}

function pausedPart({ paused }: FeedEntry, { total }: Feed): Pick<Feed, 'pausedNewer'> & Partial<Feed> {
  return paused ? { entries: paused.entries, pausedNewer: total - paused.total } : { pausedNewer: undefined }
}
