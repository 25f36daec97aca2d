import { newBlock, type Block, type Fact } from './block'
import { parseJson } from './records'

const members = ['v', 'at', 'checkpoint', 'older', 'set', 'delete', 'add']

/** A block of a segment of the first version: one JSON object, without checksums. What of it is not what it should be is counted. */
export function parseOldBlock(text: string): Block {
  const value = parseJson(text)
  const block = newBlock()
  if (!isRecord(value)) return { ...block, damaged: 1 }
  const take = <T>(member: unknown, isValid: (value: unknown) => value is T, keep: (value: T) => void) => {
    if (isValid(member)) keep(member)
    else if (member !== undefined) block.damaged += 1
  }
  if (isFiniteNumber(value.at)) block.at = value.at
  else block.damaged += 1
  take(value.set, isRecord, (set) => (block.set = entriesOf(set)))
  take(value.delete, isTexts, (deleted) => (block.deleted = deleted))
  take(value.add, isList, (added) => (block.entries = added.map((entry) => JSON.stringify(entry))))
  // what it knew of older segments stands in the index now
  take(value.older, isLengths, () => undefined)
  const isOfThisVersion = (facts: unknown): facts is Record<string, unknown> => value.v === 1 && isRecord(facts)
  take(value.checkpoint, isOfThisVersion, (facts) => (block.checkpoint = entriesOf(facts)))
  block.damaged += Object.keys(value).filter((name) => members.indexOf(name) < 0).length
  return block
}

const entriesOf = (value: Record<string, unknown>) => Object.keys(value).map((key): Fact => [key, value[key]])
export const isFiniteNumber = (value: unknown): value is number => typeof value === 'number' && isFinite(value)
const isList = (value: unknown): value is unknown[] => Array.isArray(value)
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
const isLengths = (value: unknown): value is [string, number][] =>
  Array.isArray(value) &&
  value.every((pair) => isList(pair) && pair.length === 2 && typeof pair[0] === 'string' && isFiniteNumber(pair[1]))
