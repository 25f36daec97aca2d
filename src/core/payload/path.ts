import { JsonReader } from './json/reader'
import { decodeJson, TreeBuilder } from './json/decodeJson'
import { decodeLimits, type ValueNode } from './tree'
import { decodeUtf8Strict, invalidUtf8At } from './utf8'

/** Where a value is within a payload: names of fields, indexes of lists. The root is the empty path. */
export type JsonPath = readonly (string | number)[]

/** Steps that a written path may have: what it leads to is nested no deeper. */
const maxSteps = 64

/** A path as it is copied and shown, a JSONPath of RFC 9535: `$.a["b c"][0]`. */
export function formatPath(path: JsonPath): string {
  const step = (part: string | number) => {
    if (typeof part === 'number') return `[${part}]`
    return isName(part) ? `.${part}` : `[${JSON.stringify(part)}]`
  }
  return `$${path.map(step).join('')}`
}

/** Letters, digits and `_`, and everything beyond ASCII that is no blank: Chinese keys need no quotes. */
const namePattern = '[A-Za-z_\\u0080-\\u009f\\u00a1-\\u1fff\\u200b-\\u2027\\u202a-\\u2fff\\u3001-\\uffff]'
const wholeName = new RegExp(`^${namePattern}(?:${namePattern}|\\d)*$`)
const isName = (text: string) => wholeName.test(text)

const stepPattern = new RegExp(
  `\\.(${namePattern}(?:${namePattern}|[\\d-])*|\\d+)|\\[(\\d{1,15})\\]|\\[("(?:[^"\\\\]|\\\\.)*")\\]|\\[('(?:[^'\\\\]|\\\\.)*')\\]`,
  'y',
)

/**
 * Reads a path as people write it: `$.a["b c"][0]`, also without the `$.` at the beginning, with single quotes, or
 * with a hyphen in a name.
 * @returns undefined when it is none
 */
export function parsePath(text: string): JsonPath | undefined {
  const trimmed = text.trim()
  const written = trimmed.startsWith('$')
    ? trimmed.slice(1)
    : /^[[.]/.test(trimmed) || !trimmed
      ? trimmed
      : `.${trimmed}`
  const path: (string | number)[] = []
  stepPattern.lastIndex = 0
  for (let at = 0; at < written.length; at = stepPattern.lastIndex) {
    stepPattern.lastIndex = at
    const found = stepPattern.exec(written)
    if (!found || path.length >= maxSteps) return undefined
    const [, name, index, quoted, single] = found
    const part = name ?? (index === undefined ? unquoted(quoted, single) : Number(index))
    if (part === undefined) return undefined
    path.push(part)
  }
  return path
}

function unquoted(quoted: string | undefined, single: string | undefined): string | undefined {
  const source = quoted ?? `"${(single ?? '').slice(1, -1).replace(/\\'/g, "'").replace(/"/g, '\\"')}"`
  try {
    return String(JSON.parse(source))
  } catch {
    return undefined
  }
}

/**
 * The value at a path, of JSON in bytes or of a decoded payload. Of a name that comes twice it is the last, as other
 * programs read it. For one path of a small payload nothing but the value itself is built.
 * @returns undefined when there is none, or the bytes are not JSON
 */
export function valueAt(payload: Uint8Array | ValueNode, path: JsonPath): ValueNode | undefined {
  if (!isBytes(payload)) return nodeAt(payload, path)
  const reader = new JsonReader(payload, true)
  const found = find(reader, path)
  if (found === 'lines') {
    const decoded = decodeJson(payload)
    return decoded.ok ? nodeAt(decoded.tree, path) : undefined
  }
  if (!found || (reader.hasWide && invalidUtf8At(payload) >= 0)) return undefined
  const inner = new JsonReader(payload.subarray(found.start, found.end), true)
  inner.next()
  const key = path[path.length - 1]
  return new TreeBuilder(inner, decodeLimits).value(key, 0)
}

/** The number at a path. @returns undefined for anything else: text with digits is no number */
export function numberAt(payload: Uint8Array | ValueNode, path: JsonPath): number | undefined {
  const parsed = isBytes(payload) ? parsedQuickly(payload) : undefined
  const value = parsed ? memberAt(parsed.value, path) : valueAt(payload, path)?.value
  return typeof value === 'number' && isFinite(value) ? value : undefined
}

/** The engine's own parser is ten times as fast where there is no compiler; what it refuses may be more than JSON. */
function parsedQuickly(bytes: Uint8Array): { value: unknown } | undefined {
  const text = bytes.length <= quickBytes ? decodeUtf8Strict(bytes) : undefined
  if (text === undefined) return undefined
  // words are no JSON: to find that by an exception would take longer than all else
  if (!/^\s*[[{\d-]/.test(text)) return { value: undefined }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

/** Larger ones would become more objects than are looked at. */
const quickBytes = 65_536

function memberAt(root: unknown, path: JsonPath): unknown {
  let value = root
  for (const step of path) {
    const isMember =
      typeof step === 'number'
        ? Array.isArray(value)
        : typeof value === 'object' && !Array.isArray(value) && Object.prototype.hasOwnProperty.call(value ?? {}, step)
    if (!isMember) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

const isBytes = (payload: Uint8Array | ValueNode): payload is Uint8Array => !('kind' in payload)

function nodeAt(tree: ValueNode, path: JsonPath): ValueNode | undefined {
  let node: ValueNode | undefined = tree
  for (const step of path) {
    const children: readonly ValueNode[] = node?.children ?? []
    let at = children.length - 1
    while (at >= 0 && children[at]?.key !== step) at -= 1
    node = children[at]
    if (!node) return undefined
  }
  return node
}

interface Found {
  start: number
  end: number
}

function find(reader: JsonReader, path: JsonPath): Found | 'lines' | undefined {
  reader.next()
  const found = search(reader, path, 0)
  if (reader.token !== 'error') reader.next()
  if (reader.token === 'end') return found
  return reader.reason === 'trailingData' ? 'lines' : undefined
}

/** Reads the value that the reader stands on to its end; recurses as deep as the path. */
function search(reader: JsonReader, path: JsonPath, taken: number): Found | undefined {
  const step = path[taken]
  if (step === undefined) {
    const { start } = reader
    reader.skip()
    return { start, end: reader.end }
  }
  let found: Found | undefined
  if (reader.token === '{' && typeof step === 'string') {
    while (reader.next() === 'key') {
      const isStep = reader.isKey(step)
      reader.next()
      if (isStep) found = search(reader, path, taken + 1)
      else reader.skip()
    }
  } else if (reader.token === '[' && typeof step === 'number') {
    for (let index = 0, token = reader.next(); token !== ']' && token !== 'error'; token = reader.next()) {
      if (index === step) found = search(reader, path, taken + 1)
      else reader.skip()
      index += 1
    }
  } else reader.skip()
  return found
}
