import { extraSymbolRuns, ideographs, privateRuns, symbolRuns, tailRuns } from './table.data'

const replacement = 0xfffd
const chunkUnits = 4_096
/** cells of a row: trails 40–7E and 80–FE */
const rowCells = 190

/**
 * Decodes GBK (Windows code page 936): what neither the code page nor ASCII has becomes U+FFFD, as many as a
 * TextDecoder makes. The table is 22 KB of source: only a page that is loaded when it is needed may import this.
 */
export function decodeGbk(bytes: Uint8Array): string {
  const cells = table()
  const units = new Uint16Array(Math.min(bytes.length, chunkUnits))
  let text = ''
  let length = 0
  for (let at = 0; at < bytes.length;) {
    if (length === units.length) {
      text += joined(units, length)
      length = 0
    }
    const lead = bytes[at++] ?? 0
    const trail = bytes[at] ?? 0
    if (lead < 0x80) units[length++] = lead
    else if (lead === 0x80) units[length++] = 0x20ac
    else if (lead === 0xff || trail < 0x40 || trail === 0x7f || trail === 0xff) units[length++] = replacement
    else {
      units[length++] = cells[cellOf(lead, trail)] ?? replacement
      at += 1
    }
  }
  return text + joined(units, length)
}

const cellOf = (lead: number, trail: number) => (lead - 0x81) * rowCells + trail - (trail > 0x7f ? 0x41 : 0x40)

function joined(units: Uint16Array, length: number): string {
  return Reflect.apply(String.fromCharCode, undefined, units.subarray(0, length)) as string
}

let cells: Uint16Array | undefined

function table(): Uint16Array {
  if (cells) return cells
  cells = new Uint16Array(126 * rowCells)
  const chosen = Array.from(ideographs, (character) => character.charCodeAt(0))
  fill(cells, [[0xa1, 0xa9]], 0xa1, 0xfe, codesOf(symbolRuns))
  fill(cells, [[0xa1, 0xa9]], 0x40, 0xa0, codesOf(extraSymbolRuns))
  fill(cells, [[0xb0, 0xf7]], 0xa1, 0xfe, chosen)
  const ownRows: Rows = [
    [0xaa, 0xaf],
    [0xf8, 0xfe],
  ]
  fill(cells, ownRows, 0xa1, 0xfe, codesOf(privateRuns))
  const rest = [...otherIdeographs(chosen), ...codesOf(tailRuns)]
  const inFirst = 0x20 * rowCells
  fill(cells, [[0x81, 0xa0]], 0x40, 0xfe, rest.slice(0, inFirst))
  fill(cells, [[0xaa, 0xfe]], 0x40, 0xa0, rest.slice(inFirst))
  return cells
}

type Rows = [first: number, last: number][]

/** Puts codes into the cells of rows, one row after the other. */
function fill(into: Uint16Array, rows: Rows, firstTrail: number, lastTrail: number, codes: readonly number[]): void {
  let next = 0
  for (const [first, last] of rows) {
    for (let lead = first; lead <= last; lead += 1) {
      for (let trail = firstTrail; trail <= lastTrail; trail += 1) {
        if (trail !== 0x7f) into[cellOf(lead, trail)] = codes[next++] ?? replacement
      }
    }
  }
}

/** All of U+4E00–9FA5 that GB 2312 had not, in the order of Unicode: how GBK extended it. */
function otherIdeographs(chosen: readonly number[]): number[] {
  const isChosen = new Uint8Array(0x10000)
  for (const code of chosen) isChosen[code] = 1
  const others: number[] = []
  for (let code = 0x4e00; code <= 0x9fa5; code += 1) if (!isChosen[code]) others.push(code)
  return others
}

function codesOf(runs: string): number[] {
  const codes: number[] = []
  for (const run of runs.split('.')) {
    const [first = '', more = '0'] = run.split('-')
    for (let i = 0; i <= parseInt(more, 16); i += 1) codes.push(parseInt(first, 16) + i)
  }
  return codes
}
