import { create, useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { TimelineEntry } from '@/core/message/message'
import { useConnections } from '../connections/connections'
import { services } from '../services'
import { sessionOf, useSessions } from '../sessions/sessions'
import { emptyFeed, FeedBuffer, type Feed } from './feedBuffer'

interface FeedEntry {
  buffer: FeedBuffer
  store: StoreApi<Feed>
  flushTimer?: () => void
  /** the rate falls by itself */
  rateTimer?: () => void
  /** screens that show it now: nothing is unread while one does */
  readers: number
  /** what the list shows while its display is paused, and how many had been received then */
  paused?: Pick<Feed, 'entries' | 'total'>
}

const feeds = new Map<string, FeedEntry>()
/** profiles that have a feed */
const useKnown = create<{ ids: string[] }>(() => ({ ids: [] }))

const FLUSH_MS = 100
const BUSY_FLUSH_MS = 250
const BUSY_RATE = 20
const RATE_TICK_MS = 1_000

/** Collects what the sessions bring, from the start of the app on, shown or not. @returns stops it */
export function runFeeds(): () => void {
  const unlisten = new Map<string, { session: unknown; stop: () => void }>()
  const follow = () => {
    const { sessions } = useSessions.getState()
    for (const [id, { session, stop }] of unlisten) {
      if (sessions[id] === session) continue
      stop()
      unlisten.delete(id)
      if (!sessions[id]) drop(id)
    }
    for (const [id, session] of Object.entries(sessions)) {
      if (unlisten.has(id)) continue
      const { buffer } = entryOf(id)
      const stop = session.onEntry((entry) => {
        buffer.add(entry)
        schedule(id)
      })
      void session.restored.then((entries) => {
        // it may have been replaced meanwhile
        if (feeds.get(id)?.buffer !== buffer || entries.length === 0) return
        buffer.restore(entries)
        schedule(id)
      })
      unlisten.set(id, { session, stop })
    }
  }
  const followFilters = () => {
    for (const profile of useConnections.getState().profiles) {
      feeds.get(profile.id)?.buffer.setFilters(profile.subscriptions.map((s) => s.filter))
    }
  }
  const stops = [
    useSessions.subscribe(() => {
      follow()
      followFilters()
    }),
    useConnections.subscribe(followFilters),
    services.visibility.onChange((isVisible) => {
      if (isVisible) for (const id of feeds.keys()) schedule(id)
    }),
  ]
  follow()
  followFilters()
  return () => {
    for (const stop of stops) stop()
    for (const { stop } of unlisten.values()) stop()
    for (const id of [...feeds.keys()]) drop(id)
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
}

/** The list stands still until {@link resumeDisplay}; what comes is received, counted and stored meanwhile. */
export function pauseDisplay(profileId: string): void {
  const entry = feeds.get(profileId)
  if (!entry || entry.paused) return
  entry.paused = entry.store.getState()
  flush(profileId)
}

export function resumeDisplay(profileId: string): void {
  const entry = feeds.get(profileId)
  if (!entry?.paused) return
  entry.paused = undefined
  flush(profileId)
}

/** Where more comes than can be read: all of it, or a sample again. */
export function showAll(profileId: string, wantsAll: boolean): void {
  const entry = feeds.get(profileId)
  if (!entry) return
  entry.buffer.sampler.showAll(wantsAll, entry.store.getState().ratePerSecond)
  flush(profileId)
}

/** Empties the list, for later runs of the app as well. @returns puts it back, with what came meanwhile behind it */
export function clearFeed(profileId: string): () => void {
  const entry = feeds.get(profileId)
  if (!entry) return () => undefined
  const remember = sessionOf(profileId)?.forgetHistory()
  const undo = entry.buffer.clear()
  entry.paused = undefined
  flush(profileId)
  return () => {
    remember?.()
    undo()
    flush(profileId)
  }
}

/** Takes entries out of the list at once; what is stored of them is not touched. @returns puts them back */
export function removeFromFeed(profileId: string, ids: ReadonlySet<number>): () => void {
  const entry = feeds.get(profileId)
  if (!entry) return () => undefined
  const putBack = entry.buffer.remove(ids)
  const { paused } = entry
  if (paused) entry.paused = { ...paused, entries: paused.entries.filter(({ id }) => !ids.has(id)) }
  flush(profileId)
  return () => {
    putBack()
    // only while it is that same pause
    if (paused && entry.paused) entry.paused = { ...entry.paused, entries: paused.entries }
    flush(profileId)
  }
}

const absentStore = createStore<Feed>(() => emptyFeed)

function entryOf(profileId: string): FeedEntry {
  let entry = feeds.get(profileId)
  if (!entry) {
    entry = { buffer: new FeedBuffer(), store: createStore<Feed>(() => emptyFeed), readers: 0 }
    feeds.set(profileId, entry)
    useKnown.setState({ ids: [...feeds.keys()] })
  }
  return entry
}

function drop(profileId: string): void {
  const entry = feeds.get(profileId)
  entry?.flushTimer?.()
  entry?.rateTimer?.()
  feeds.delete(profileId)
  useKnown.setState({ ids: [...feeds.keys()] })
}

function schedule(profileId: string): void {
  const entry = feeds.get(profileId)
  if (!entry || entry.flushTimer || !services.visibility.isVisible()) return
  const isBusy = entry.store.getState().ratePerSecond > BUSY_RATE
  entry.flushTimer = services.clock.setTimer(() => flush(profileId), isBusy ? BUSY_FLUSH_MS : FLUSH_MS)
}

function flush(profileId: string): void {
  const entry = feeds.get(profileId)
  if (!entry) return
  entry.flushTimer?.()
  entry.rateTimer?.()
  entry.flushTimer = entry.rateTimer = undefined
  if (!services.visibility.isVisible()) return
  if (entry.readers > 0) entry.buffer.unread = 0
  const feed = entry.buffer.read(services.clock.now())
  entry.store.setState({ ...feed, ...pausedPart(entry, feed) })
  if (feed.ratePerSecond > 0) entry.rateTimer = services.clock.setTimer(() => flush(profileId), RATE_TICK_MS)
}

function pausedPart({ paused }: FeedEntry, { total }: Feed): Pick<Feed, 'pausedNewer'> & Partial<Feed> {
  return paused ? { entries: paused.entries, pausedNewer: total - paused.total } : { pausedNewer: undefined }
}
