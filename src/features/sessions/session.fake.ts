import type { SentMessage, TimelineEntry } from '@/core/message/message'
import { decodeUtf8 } from '@/core/payload/utf8'
import type { SessionStatus } from '@/core/session/states'
import type { Session } from '@/services'

/** A session whose every word comes from the test. */
export class ScriptedSession implements Session {
  readonly profileId = 'p1'
  damaged = 0
  status: SessionStatus = { name: 'idle' }
  subscriptions: Session['subscriptions'] = []
  outbox: readonly SentMessage[] = []
  readonly published: ({ topic: string; payload: string } & Parameters<Session['publish']>[2])[] = []
  readonly cancelled: number[] = []
  retries = 0
  finishRestoring: (entries: readonly TimelineEntry[]) => void = () => {}
  readonly restored = new Promise<readonly TimelineEntry[]>((resolve) => (this.finishRestoring = resolve))
  forgotten = 0
  private readonly changes = new Set<() => void>()
  private readonly listeners = new Set<(entry: TimelineEntry) => void>()

  onChange(listener: () => void) {
    this.changes.add(listener)
    return () => this.changes.delete(listener)
  }
  onEntry(listener: (entry: TimelineEntry) => void) {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  emit(...entries: TimelineEntry[]) {
    for (const entry of entries) this.listeners.forEach((listener) => listener(entry))
  }
  change(patch: Partial<Pick<ScriptedSession, 'status' | 'outbox' | 'subscriptions'>>) {
    Object.assign(this, patch)
    this.changes.forEach((listener) => listener())
  }
  publish(topic: string, payload: Uint8Array, options: Parameters<Session['publish']>[2]) {
    this.published.push({ topic, payload: decodeUtf8(payload), ...options })
    return { id: 0, status: { name: 'queued' } as const, settled: new Promise<never>(() => {}) }
  }
  subscribe(filter: string, { qos }: { qos: 0 | 1 | 2 }) {
    return { filter, state: { filter, qos, status: { name: 'wanted' } as const }, unsubscribe: () => undefined }
  }
  isCancellable = true
  cancel(id: number) {
    if (this.isCancellable) this.cancelled.push(id)
    return this.isCancellable
  }
  retryNow() {
    this.retries += 1
  }
  isStored = true
  continueInMemory() {
    this.isStored = false
  }
  forgetHistory() {
    this.forgotten += 1
    return () => {
      this.forgotten -= 1
    }
  }
  start() {}
  stop() {}
  dispose() {}
  release() {
    return []
  }
}
