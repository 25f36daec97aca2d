/** Bytes that are looked at: a guess about more would not be a better one. */
const guessBytes = 4_096

/**
 * How likely bytes that are not UTF-8 are GBK, 0 to 1: the share of its two-byte characters that are in everyday use,
 * 0 as soon as one sequence is impossible. Needs no table: GB 2312 put its 3,755 commonest characters into the rows
 * B0–D7, its punctuation and full-width forms into A1–A3, and the rest of its characters into D8–F7.
 */
export function gbkScore(bytes: Uint8Array): number {
  const end = Math.min(bytes.length, guessBytes)
  let characters = 0
  let score = 0
  for (let at = 0; at < end; at += 1) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) {
      if (isControl(lead)) return 0
      continue
    }
    const trail = bytes[at + 1]
    // what the bytes that are looked at cut off is no evidence
    if (at + 1 >= end && end < bytes.length) break
    if (lead === 0x80 || lead === 0xff || trail === undefined || !isTrail(trail)) return 0
    characters += 1
    score += weight(lead, trail)
    at += 1
  }
  return characters === 0 ? 0 : score / characters
}

/** From this score on it is worth a view. */
export const gbkThreshold = 0.6

const isControl = (byte: number) => (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) || byte === 0x7f
const isTrail = (byte: number) => byte >= 0x40 && byte <= 0xfe && byte !== 0x7f

function weight(lead: number, trail: number): number {
  if (trail < 0xa1) return 0.2
  if (lead >= 0xb0 && lead <= 0xd7) return 1
  if (lead >= 0xa1 && lead <= 0xa3) return 1
  return lead >= 0xd8 && lead <= 0xf7 ? 0.5 : 0.1
}
