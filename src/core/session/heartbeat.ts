import { sessionDefaults } from '../profile/defaults'

/**
 * Whether the peer still lives. Keep alive is the application's and not TCP's (MQTT 5 §3.1.2.10): a socket can be
 * open into nothing. Times are epoch ms.
 */
export interface Heartbeat {
  readonly keepAliveMs: number
  readonly lastHeardAt: number
  readonly lastSentAt: number
  /** the PINGREQ not answered yet */
  readonly ping?: { sentAt: number; timeoutMs: number; uploadUntil?: number }
  /** a packet was sent: ask the peer then, unless bytes come before */
  readonly probeAt?: number
  /** epoch ms when what was sent has left, if the network is as slow as we bear: a PINGREQ stands in line behind it */
  readonly uploadUntil?: number
}

/** with the answer's 2 s it stays below the 3 s that are promised */
const PROBE_AFTER_SEND_MS = 800
const IDLE_PING_TIMEOUT_MAX_MS = 10_000
/** where keep alive is off */
const UPLOAD_KEEP_ALIVE_MS = 60_000

export const startHeartbeat = (keepAliveMs: number, now: number): Heartbeat => ({
  keepAliveMs,
  lastHeardAt: now,
  lastSentAt: now,
})

export const heard = (beat: Heartbeat, now: number): Heartbeat => ({ ...beat, lastHeardAt: now, probeAt: undefined })

/** Where bytes pour, word of them this often is enough */
const HEARD_EVERY_MS = 20

/** Whether word of bytes changes what is due: where nothing is asked, that they came a moment ago is as good as now. */
export function isHeardNews({ lastHeardAt, ping, probeAt }: Heartbeat, now: number): boolean {
  return ping !== undefined || probeAt !== undefined || now < lastHeardAt || now >= lastHeardAt + HEARD_EVERY_MS
}

export function pingAnswered(beat: Heartbeat, now: number): Heartbeat {
  const { ping, uploadUntil = 0 } = beat
  const answered = { ...beat, ping: undefined }
  // what stood before the PINGREQ has left
  if (uploadUntil <= (ping?.uploadUntil ?? 0)) return { ...answered, uploadUntil: undefined }
  return uploadUntil > now + PROBE_AFTER_SEND_MS ? { ...answered, probeAt: now } : answered
}

/** Whether something of ours waits for a sign of the peer. */
export const isUnanswered = ({ ping, probeAt }: Heartbeat): boolean => ping !== undefined || probeAt !== undefined

export function sent(beat: Heartbeat, now: number, bytes = 0): Heartbeat {
  const uploadMs = (bytes / sessionDefaults.uploadFloorBytesPerSecond) * 1000
  const uploadUntil = Math.max(now, beat.uploadUntil ?? 0) + uploadMs
  const busy = { ...beat, lastSentAt: now, uploadUntil }
  if (beat.ping) return hurried(busy, PROBE_AFTER_SEND_MS + sessionDefaults.probeTimeoutMs, now)
  // a PINGREQ right behind a large packet is answered when that has left
  const probeAt = uploadUntil > now + PROBE_AFTER_SEND_MS ? now : now + PROBE_AFTER_SEND_MS
  return { ...busy, probeAt: Math.min(beat.probeAt ?? Infinity, probeAt) }
}

/** The way may have changed: what is still to leave excuses nothing any more. */
export function doubted(beat: Heartbeat): Heartbeat {
  return { ...beat, uploadUntil: undefined, ping: beat.ping && { ...beat.ping, uploadUntil: undefined } }
}

/**
 * There is a new reason to doubt the peer: the PINGREQ that is out has to be answered within, if it had longer. One that
 * had not keeps its time: a stream of sends must neither put it off nor wear it down.
 */
export function hurried(beat: Heartbeat, withinMs: number, now: number): Heartbeat {
  if (!beat.ping || beat.ping.timeoutMs <= withinMs) return beat
  return { ...beat, ping: { ...beat.ping, sentAt: now, timeoutMs: withinMs } }
}

export const pinged = (beat: Heartbeat, timeoutMs: number, now: number): Heartbeat => ({
  ...beat,
  lastSentAt: now,
  ping: { sentAt: now, timeoutMs, uploadUntil: beat.uploadUntil },
  probeAt: undefined,
})

/** What is due at a time: nothing, a PINGREQ with its patience, or the verdict that nobody is there. */
export function dueBeat(
  beat: Heartbeat,
  now: number,
): { type: 'ping'; timeoutMs: number } | { type: 'silent' } | undefined {
  // a clock that was set back would put every deadline far away
  const isSetBack = now < beat.lastHeardAt || now < beat.lastSentAt
  if (now < heartbeatDeadline(beat) && !isSetBack) return undefined
  if (beat.ping) return { type: 'silent' }
  if (beat.probeAt !== undefined && now >= beat.probeAt)
    return { type: 'ping', timeoutMs: sessionDefaults.probeTimeoutMs }
  return { type: 'ping', timeoutMs: Math.min(beat.keepAliveMs / 2, IDLE_PING_TIMEOUT_MAX_MS) }
}

/** When {@link dueBeat} has something to say, epoch ms; Infinity where keep alive is off and nothing was sent. */
export function heartbeatDeadline(beat: Heartbeat): number {
  // the answer is awaited from the last byte of progress on: slow is not silent
  if (beat.ping) {
    const { sentAt, timeoutMs } = beat.ping
    return Math.max(Math.max(sentAt, beat.lastHeardAt) + timeoutMs, excusedUntil(beat))
  }
  const idleAt = beat.keepAliveMs > 0 ? Math.min(beat.lastSentAt, beat.lastHeardAt) + beat.keepAliveMs : Infinity
  return Math.min(idleAt, beat.probeAt ?? Infinity)
}

/** What was sent before the PINGREQ may take its time to leave; not so much that a dead peer passes for a live one. */
function excusedUntil({ ping, lastHeardAt, keepAliveMs }: Heartbeat): number {
  if (ping?.uploadUntil === undefined) return 0
  const patienceMs = 1.5 * (keepAliveMs > 0 ? keepAliveMs : UPLOAD_KEEP_ALIVE_MS)
  return Math.min(ping.uploadUntil - PROBE_AFTER_SEND_MS + ping.timeoutMs, lastHeardAt + patienceMs)
}
