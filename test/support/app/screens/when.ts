/** Where the worlds are. */
export const timezone = 'Asia/Shanghai'
/** What their clocks show when pictures are taken, as in the design: 14:23 on a day in June. */
export const nowMs = Date.UTC(2026, 5, 4, 6, 22, 30)
/** What somebody who has used the app has lived through before. */
export const hourMs = 62 * 60_000

/** No more at once: a commit under way is given ten seconds, and is then taken for a failure. */
const pieceMs = 8_000

/** A length of time in pieces that the app may be made to leap over. */
export function piecesOf(ms: number): number[] {
  const whole = Array.from({ length: Math.floor(ms / pieceMs) }, () => pieceMs)
  return ms % pieceMs > 0 ? [...whole, ms % pieceMs] : whole
}
