import { sessionDefaults } from '../profile/defaults'

/**
 * Full jitter: a random wait between 0 and an exponentially growing cap, so that phones cut off together do not come
 * back together. The cap stays small during the first minute in front: someone is watching.
 * @param attempt failed attempts in a row, from 1
 * @param random in [0, 1)
 * @param frontMs how long the app has been trying in front, ms
 * @returns ms to wait
 */
export function backoffMs(attempt: number, random: number, frontMs: number): number {
  const cap = frontMs < sessionDefaults.retryEarlyMs ? sessionDefaults.retryCapEarlyMs : sessionDefaults.retryCapMs
  const ceiling = Math.min(cap, sessionDefaults.retryBaseMs * 2 ** Math.min(attempt, 16))
  return Math.round(random * ceiling)
}

/** One step of mulberry32. @returns a number in [0, 1) and the seed of the next step */
export function nextRandom(seed: number): { random: number; seed: number } {
  const next = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(next ^ (next >>> 15), 1 | next)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return { random: ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296, seed: next }
}
