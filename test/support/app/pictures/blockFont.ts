/**
 * A font whose letters are blocks of one width, and wider ones for Chinese, so that a word is a bar: pictures of the app in it are the
 * same whichever fonts a machine has, line by line, and still show how long each word is and what colour it has. Made
 * here, since it is tables of numbers and little else: https://learn.microsoft.com/typography/opentype/spec/otff
 */
export function blockFont(): Buffer {
  const outlines = glyphs.map(({ box }) => (box ? outline(box) : Buffer.alloc(0)))
  const tables: Record<string, Buffer> = {
    'OS/2': os2(),
    cmap: cmap(),
    glyf: Buffer.concat(outlines),
    head: head(),
    hhea: numbers('u4 i2 i2 i2 u2 i2 i2 i2 i2 i2 i2 i2 i2 i2 i2 i2 u2', [
      ...[0x10000, ascent, -descent, 0, emSize, 0, 0, emSize, 1, 0, 0, 0, 0, 0, 0, 0, glyphs.length],
    ]),
    hmtx: Buffer.concat(glyphs.map(({ advance, box }) => numbers('u2 i2', [advance, box?.[0] ?? 0]))),
    loca: loca(outlines),
    maxp: numbers('u4 u2 u2 u2 u2 u2 u2 u2 u2 u2 u2 u2 u2 u2 u2', [
      ...[0x10000, glyphs.length, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    ]),
    name: name(),
    post: numbers('u4 u4 i2 i2 u4 u4 u4 u4 u4', [0x30000, 0, -100, 50, 1, 0, 0, 0, 0]),
  }
  return font(tables)
}

/** The name it goes by in styles. */
export const blockFamily = 'Blocks'

const emSize = 1_000
const ascent = 880
const descent = 240

type Box = readonly [left: number, bottom: number, right: number, top: number]
const glyphs: readonly { advance: number; box?: Box }[] = [
  { advance: 560, box: [0, 0, 560, 520] },
  { advance: 280 },
  { advance: 560, box: [0, 0, 560, 520] },
  { advance: 1_000, box: [0, -60, 1_000, 780] },
]
const [space, narrow, wide] = [1, 2, 3]

/** Up to and with which letter each group goes. */
const groups: readonly [last: number, glyph: number][] = [
  [0x20, space],
  [0x9f, narrow],
  [0xa0, space],
  [0x1fff, narrow],
  [0x200f, space],
  [0x2e7f, narrow],
  [0x10ffff, wide],
]

/** @param kinds of each number, `u` or `i` and its bytes */
function numbers(kinds: string, values: readonly number[]): Buffer {
  return Buffer.concat(
    kinds.split(' ').map((kind, i) => {
      const length = Number(kind.slice(1))
      const bytes = Buffer.alloc(length)
      const value = values[i] ?? 0
      if (kind.startsWith('i')) bytes.writeIntBE(value, 0, length)
      else bytes.writeUIntBE(value, 0, length)
      return bytes
    }),
  )
}

const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])

function outline([left, bottom, right, top]: Box): Buffer {
  const around = numbers('i2 i2 i2 i2 i2 u2 u2', [1, left, bottom, right, top, 3, 0])
  const flags = Buffer.alloc(4, 1)
  const steps = [left, 0, right - left, 0, bottom, top - bottom, 0, bottom - top]
  return padded(Buffer.concat([around, flags, numbers(steps.map(() => 'i2').join(' '), steps)]))
}

function loca(outlines: readonly Buffer[]): Buffer {
  let at = 0
  const offsets = [0, ...outlines.map(({ length }) => (at += length))]
  return numbers(offsets.map(() => 'u4').join(' '), offsets)
}

function cmap(): Buffer {
  const ranges = groups.map(([last, glyph], i) => [(groups[i - 1]?.[0] ?? -1) + 1, last, glyph])
  const body = Buffer.concat(ranges.map((range) => numbers('u4 u4 u4', range)))
  const format = numbers('u2 u2 u4 u4 u4', [13, 0, 16 + body.length, 0, groups.length])
  return Buffer.concat([numbers('u2 u2 u2 u2 u4', [0, 1, 3, 10, 12]), format, body])
}

function head(): Buffer {
  return numbers('u4 u4 u4 u4 u2 u2 u4 u4 u4 u4 i2 i2 i2 i2 u2 u2 i2 i2 i2', [
    ...[0x10000, 0x10000, 0, 0x5f0f3cf5, 3, emSize, 0, 0, 0, 0, 0, -descent, emSize, ascent, 0, 8, 2, 1, 0],
  ])
}

function os2(): Buffer {
  const version = [4, 600, 400, 5, 0, 650, 700, 0, 140, 650, 700, 0, 480, 50, 250, 0]
  const sizes = [ascent, -descent, 0, ascent, descent]
  return Buffer.concat([
    numbers(version.map(() => 'i2').join(' '), version),
    Buffer.alloc(10 + 16),
    Buffer.from('NONE'),
    numbers('u2 u2 u2', [0x40, 0x20, 0xffff]),
    numbers('i2 i2 i2 u2 u2', sizes),
    numbers('u4 u4 i2 i2 u2 u2 u2', [0, 0, 520, 700, 0, 0x20, 0]),
  ])
}

function name(): Buffer {
  const kinds = [1, 2, 3, 4, 6]
  const text = Buffer.from(blockFamily, 'utf16le').swap16()
  const records = kinds.map((kind) => numbers('u2 u2 u2 u2 u2 u2', [3, 1, 0x409, kind, text.length, 0]))
  return Buffer.concat([numbers('u2 u2 u2', [0, kinds.length, 6 + 12 * kinds.length]), ...records, text])
}

function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) >>> 0
  return sum
}

function font(tables: Record<string, Buffer>): Buffer {
  const names = Object.keys(tables).sort()
  let at = 12 + 16 * names.length
  const bodies: Buffer[] = []
  const records = names.map((tag) => {
    const table = tables[tag] ?? Buffer.alloc(0)
    const body = padded(table)
    const record = Buffer.concat([Buffer.from(tag), numbers('u4 u4 u4', [checksum(body), at, table.length])])
    bodies.push(body)
    at += body.length
    return record
  })
  const most = 2 ** Math.floor(Math.log2(names.length))
  const search = [0x10000, names.length, most * 16, Math.log2(most), (names.length - most) * 16]
  return Buffer.concat([numbers('u4 u2 u2 u2 u2', search), ...records, ...bodies])
}
