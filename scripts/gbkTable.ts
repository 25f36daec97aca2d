/**
 * Writes the table of the GBK decoder from Node's TextDecoder: `npx tsx scripts/gbkTable.ts`.
 *
 * Of GBK's 23,940 characters only what GB 2312 chose has an order of its own. All other ideographs of U+4E00–9FA5
 * follow in Unicode's order, and areas for private use are runs: the table is what a decoder cannot compute.
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'

const decoder = new TextDecoder('gbk', { fatal: true })
const file = path.resolve(__dirname, '../src/core/payload/gbk/table.data.ts')

const isTrail = (trail: number) => trail !== 0x7f

function area(leads: [number, number], trails: [number, number]): number[] {
  const codes: number[] = []
  for (let lead = leads[0]; lead <= leads[1]; lead += 1) {
    for (let trail = trails[0]; trail <= trails[1]; trail += 1) {
      if (isTrail(trail)) codes.push(decoder.decode(Uint8Array.of(lead, trail)).charCodeAt(0))
    }
  }
  return codes
}

/** `3000-2.b7`: runs of following code points, the first in hex and how many more in hex. */
function runsOf(codes: readonly number[]): string {
  const runs: { first: number; more: number }[] = []
  codes.forEach((code, i) => {
    const last = runs[runs.length - 1]
    if (last && i > 0 && code === (codes[i - 1] ?? 0) + 1) last.more += 1
    else runs.push({ first: code, more: 0 })
  })
  return runs.map(({ first, more }) => first.toString(16) + (more > 0 ? `-${more.toString(16)}` : '')).join('.')
}

const ideographs = area([0xb0, 0xf7], [0xa1, 0xfe])
const chosen = new Set(ideographs)
const others: number[] = []
for (let code = 0x4e00; code <= 0x9fa5; code += 1) if (!chosen.has(code)) others.push(code)
const extension = [...area([0x81, 0xa0], [0x40, 0xfe]), ...area([0xaa, 0xfe], [0x40, 0xa0])]
if (others.some((code, i) => extension[i] !== code)) throw new Error('the extension is not in the order of Unicode')

const lines = [
  '/** Written by scripts/gbkTable.ts. Runs are `first-more` in hex, separated by dots. */',
  '',
  '/** Rows A1–A9, cells A1–FE: punctuation, letters, and what GBK left for private use between them */',
  `export const symbolRuns = '${runsOf(area([0xa1, 0xa9], [0xa1, 0xfe]))}'`,
  '',
  '/** Rows A1–A9, cells 40–A0 */',
  `export const extraSymbolRuns = '${runsOf(area([0xa1, 0xa9], [0x40, 0xa0]))}'`,
  '',
  '/** Rows AA–AF and F8–FE, cells A1–FE: for private use */',
  `export const privateRuns = '${runsOf([...area([0xaa, 0xaf], [0xa1, 0xfe]), ...area([0xf8, 0xfe], [0xa1, 0xfe])])}'`,
  '',
  '/** The end of the rows FD and FE, cells 40–A0, behind the ideographs in the order of Unicode */',
  `export const tailRuns = '${runsOf(extension.slice(others.length))}'`,
  '',
  '/** Rows B0–F7, cells A1–FE: the ideographs that GB 2312 chose, and five cells for private use */',
  `export const ideographs =`,
  `  '${ideographs.map((code) => (code >= 0xe000 && code < 0xf900 ? `\\u${code.toString(16)}` : String.fromCharCode(code))).join('')}'`,
  '',
]
writeFileSync(file, lines.join('\n'))
