import { readPath } from './pathText'
import type { Fact, Operator } from './query'

/** With what keyboards for Chinese write */
const operator = /\s*(>=|<=|!=|==|[><=≥≤≠＞＜＝])\s*/y
const number = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?=\s|$)/y

const meanings: Record<string, Operator> = {
  ...{ '>': '>', '>=': '>=', '<': '<', '<=': '<=', '=': '=', '!=': '!=' },
  ...{ '==': '=', '≥': '>=', '≤': '<=', '≠': '!=', '＞': '>', '＜': '<', '＝': '=' },
}

/** What a comparison without a number is. */
type Unfinished = { kind: 'problem'; problem: { code: 'number'; found: string } }

/** Reads `temp>21.5`, `$.a.b[0] <= 3` at a place. @returns undefined when no path with an operator stands there */
export function readComparison(text: string, from: number): { fact: Fact | Unfinished; end: number } | undefined {
  const named = readPath(text, from)
  if (!named) return undefined
  operator.lastIndex = named.end
  const compared = operator.exec(text)
  const meaning = meanings[compared?.[1] ?? '']
  if (!compared || meaning === undefined) return undefined
  const at = named.end + compared[0].length
  number.lastIndex = at
  const found = number.exec(text)
  const value = Number(found?.[0])
  if (found && isFinite(value)) {
    // -0 and 0 compare as equal, and one of them can be written
    const fact: Fact = { kind: 'number', path: named.path, operator: meaning, value: value === 0 ? 0 : value }
    return { fact, end: at + found[0].length }
  }
  const end = at + (/^\S*/.exec(text.slice(at))?.[0].length ?? 0)
  return { fact: { kind: 'problem', problem: { code: 'number', found: text.slice(from, end).trim() } }, end }
}
