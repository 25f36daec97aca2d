import type { JsonPath } from '../payload/path'
import { JsonReader } from '../payload/json/reader'
import { decodeUtf8, encodeUtf8 } from '../payload/utf8'
import { parseTemplate } from './template'

/** A value in a JSON text that a form can edit. `start` and `end` are where its source stands. */
export interface FormField {
  path: JsonPath
  start: number
  end: number
  /** `variable`: a variable and nothing else, outside of quotes */
  kind: 'number' | 'boolean' | 'string' | 'null' | 'variable'
  /** of a string what it says, of anything else its source */
  text: string
}

/** Fields that a form shows: beyond it, text is the better editor. */
const mostFields = 60

/**
 * The form of a JSON payload with variables.
 * @returns undefined when it is no JSON object or list, or has more values than a form is good for
 */
export function formOf(template: string): FormField[] | undefined {
  const { masked, bare } = mask(template)
  const bytes = encodeUtf8(masked)
  const reader = new JsonReader(bytes)
  if (!/^[{[]$/.test(reader.next())) return undefined
  const unitAt = unitCounter(bytes)
  const fields: FormField[] = []
  const path: (string | number)[] = []
  for (let token = reader.token; token !== 'end';) {
    if (token === 'error') return undefined
    if (token === 'key') path[path.length - 1] = keyText(template.slice(unitAt(reader.start), unitAt(reader.end)))
    else if (token === '{' || token === '[') path.push(token === '[' ? 0 : '')
    else {
      if (token === '}' || token === ']') path.pop()
      else {
        const start = unitAt(reader.start)
        const field = fieldOf(template, token, start, unitAt(reader.end), bare.indexOf(start) >= 0)
        if (field) fields.push({ path: [...path], ...field })
        if (fields.length > mostFields) return undefined
      }
      const last = path[path.length - 1]
      if (typeof last === 'number') path[path.length - 1] = last + 1
    }
    token = reader.next()
  }
  return fields
}

/** The template with another value in a field; all else stays as it is written. @param text as in {@link FormField} */
export function withField(template: string, field: FormField, text: string): string {
  const source = field.kind === 'string' ? JSON.stringify(text) : text
  return template.slice(0, field.start) + source + template.slice(field.end)
}

/** Whether a text can stand for a number in JSON. */
export function isJsonNumber(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
}

/** Variables as values of the same length, so that what is around them can be read as JSON. */
function mask(template: string): { masked: string; bare: number[] } {
  const bare: number[] = []
  let masked = ''
  for (const part of parseTemplate(template).parts) {
    if (part.kind === 'text') continue
    const { start, end, isQuoted } = part
    if (!isQuoted) bare.push(start)
    masked += template.slice(masked.length, start) + (isQuoted ? '_' : '1').repeat(end - start)
  }
  return { masked: masked + template.slice(masked.length), bare }
}

function fieldOf(
  template: string,
  token: JsonReader['token'],
  start: number,
  end: number,
  isBare: boolean,
): Omit<FormField, 'path'> | undefined {
  const source = template.slice(start, end)
  switch (token) {
    case 'string': {
      const text = stringText(source)
      return text === undefined ? undefined : { start, end, kind: 'string', text }
    }
    case 'number': {
      // a variable beside digits is no value of its own
      if (source.indexOf('{{') < 0) return { start, end, kind: 'number', text: source }
      const isWhole = isBare && source.indexOf('}}') === source.length - 2
      return isWhole ? { start, end, kind: 'variable', text: source } : undefined
    }
    case 'true':
    case 'false':
      return { start, end, kind: 'boolean', text: source }
    case 'null':
      return { start, end, kind: 'null', text: source }
    default:
      return undefined
  }
}

function stringText(source: string): string | undefined {
  try {
    return String(JSON.parse(source))
  } catch {
    // a variable with a quote or a backslash in its name
    return undefined
  }
}

const keyText = (source: string) => stringText(source) ?? source.slice(1, -1)

/** Turns offsets of bytes into indices of text; to be asked in rising order. */
function unitCounter(bytes: Uint8Array): (offset: number) => number {
  let lastOffset = 0
  let lastUnit = 0
  return (offset) => {
    lastUnit += decodeUtf8(bytes.subarray(lastOffset, offset)).length
    lastOffset = offset
    return lastUnit
  }
}
