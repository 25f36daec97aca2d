import { endMark } from '../files/blocks'
import { newBlock, type Block } from './block'
import { isFiniteNumber, isRecord, parseOldBlock } from './firstVersion'
import { readEntry, readRecord, startOfRecord } from './records'
import { version } from './segments'

interface OpenBlock extends Block {
  /** of a checkpoint: so many facts follow */
  facts?: number
  /** so many records follow */
  expected?: number
  found: number
}

/** Blocks of a segment, as far as they can be read. @param texts as the file has them: damage may have cut or joined them */
export function parseSegment(texts: readonly string[]): Block[] {
  const blocks: Block[] = []
  let rows: string[] = []
  const take = (isAtEnd: boolean) => {
    if (rows.length > 0) for (const block of parseRecords(rows.join('\n'), isAtEnd)) blocks.push(block)
    rows = []
  }
  for (const text of texts) {
    if (text[0] !== '{' || text.indexOf(startOfRecord) >= 0) rows.push(text)
    else {
      take(false)
      blocks.push(parseOldBlock(text))
    }
  }
  take(true)
  return blocks
}

function parseRecords(text: string, isAtEnd: boolean): Block[] {
  const raws = text.split(startOfRecord)
  const blocks: OpenBlock[] = []
  let isMarked = false
  raws.forEach((raw, i) => {
    if (i === 0 && raw === '') return
    const record = withoutEnd(raw)
    isMarked = record.length < raw.length
    let block = blocks[blocks.length - 1]
    if (!block || record[0] === 'b' || record[0] === 'c') blocks.push((block = { ...newBlock(), found: -1 }))
    block.found += 1
    takeRecord(block, record)
  })
  const last = blocks[blocks.length - 1]
  // a torn one is the last of its file, and has no end
  if (isAtEnd && last && !isMarked && !isWhole(last)) blocks.splice(-1, 1, { ...newBlock(), damaged: 1, found: 0 })
  blocks.forEach(closeBlock)
  return blocks
}

/** Without what stands between two blocks. */
function withoutEnd(raw: string): string {
  let end = raw.length
  if (raw[end - 1] === '\n') end -= 1
  return raw[end - 1] === endMark ? raw.slice(0, end - 1) : raw
}

function takeRecord(block: OpenBlock, raw: string): void {
  if (raw[0] === 'e') {
    block.entries.push(raw)
    return
  }
  const { value, damaged } = readRecord(raw)
  block.damaged += damaged
  if (value !== undefined && !takeValue(block, raw[0], value)) block.damaged += 1
}

/** @returns whether it is what it should be */
function takeValue(block: OpenBlock, kind: string | undefined, value: unknown): boolean {
  if (kind === 'd') {
    if (!Array.isArray(value) || typeof value[0] !== 'string') return false
    block.deleted.push(value[0])
    return true
  }
  if (!isRecord(value)) return false
  switch (kind) {
    case 's':
      for (const key of Object.keys(value)) block.set.push([key, value[key]])
      return true
    case 'c':
      if (value.v !== version || !isFiniteNumber(value.facts)) return false
      block.facts = value.facts
      return takeHead(block, value)
    case 'b':
      return takeHead(block, value)
    default:
      return false
  }
}

function takeHead(block: OpenBlock, { at, records }: Record<string, unknown>): boolean {
  if (!isFiniteNumber(at) || !isFiniteNumber(records)) return false
  block.at = at
  block.expected = records
  return true
}

const isWhole = ({ expected, found, entries, deleted, set }: OpenBlock) =>
  expected === found &&
  expected === set.length + deleted.length + entries.filter((raw) => readEntry(raw).value !== undefined).length

/** Facts of a checkpoint that lacks some are changes: what stood before it is better than nothing. */
function closeBlock(block: OpenBlock): void {
  if (block.facts === undefined || block.facts !== block.set.length) return
  block.checkpoint = block.set
  block.set = []
}
