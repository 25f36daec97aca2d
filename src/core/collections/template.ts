import { looksLikeJson } from '../payload/json/check'

/** A variable of a template, between `{{` and `}}`. */
export type Variable =
  | { name: 'now' | 'now_iso' | 'uuid' | 'counter' | 'clientId' }
  /** a number from `from` to `to`, both among them, with so many decimals */
  | { name: 'random'; from: number; to: number; decimals: number }
  /** any other name: the person is asked */
  | { name: 'ask'; question: Question }

/** What is asked: `{{speed}}`, `{{fan: 1|2|3}}` or `{{speed: 0..100}}`. */
export interface Question {
  label: string
  /** to take one of */
  choices?: string[]
  /** a number within these, as they are written */
  range?: { from: string; to: string }
}

export type TemplatePart =
  | { kind: 'text'; text: string }
  /** `start` and `end` are indices of the template; `isQuoted`: within a string of JSON */
  | { kind: 'variable'; variable: Variable; source: string; start: number; end: number; isQuoted: boolean }

export interface TemplateProblem {
  code: 'unclosed' | 'nameless' | 'nameTooLong' | 'randomArguments' | 'randomOrder' | 'rangeOrder'
  /** index of the template where it begins */
  position: number
  /** what stands there */
  found: string
}

export interface Template {
  parts: TemplatePart[]
  problems: TemplateProblem[]
}

/** characters between the braces */
const longestVariable = 200

const plainNames = ['now', 'now_iso', 'uuid', 'counter', 'clientId'] as const

/**
 * Reads a topic or a payload with variables. `{{{{` stands for `{{` itself; of three braces the last two open. What is
 * wrong stays as text and is told in `problems`.
 */
export function parseTemplate(template: string): Template {
  const parts: TemplatePart[] = []
  const problems: TemplateProblem[] = []
  const quotes = looksLikeJson(template) ? new QuoteTracker() : undefined
  let text = ''
  const endText = () => {
    if (text !== '') parts.push({ kind: 'text', text })
    text = ''
  }
  const add = (more: string) => {
    text += more
    quotes?.read(more)
  }
  for (let at = 0; at < template.length;) {
    const open = template.indexOf('{{', at)
    if (open < 0) {
      add(template.slice(at))
      break
    }
    add(template.slice(at, open))
    if (template.slice(open, open + 4) === '{{{{') {
      add('{{')
      at = open + 4
      continue
    }
    if (template.charAt(open + 2) === '{') {
      add('{')
      at = open + 1
      continue
    }
    const read = variableAt(template, open)
    if ('problem' in read) {
      problems.push(read.problem)
      add(read.problem.found)
      at = open + read.problem.found.length
      continue
    }
    endText()
    const { variable, end } = read
    const isQuoted = quotes?.isInString ?? false
    parts.push({ kind: 'variable', variable, source: template.slice(open, end), start: open, end, isQuoted })
    at = end
  }
  endText()
  return { parts, problems }
}

/** A text that fills in as itself: what was received may hold braces of its own. */
export function escapeTemplate(text: string): string {
  return text.replace(/\{\{/g, '{{{{')
}

/** Follows whether what comes next stands within a string of JSON. */
class QuoteTracker {
  isInString = false
  private isEscaped = false

  read(text: string): void {
    for (let i = 0; i < text.length; i += 1) {
      const character = text.charAt(i)
      if (this.isEscaped) this.isEscaped = false
      else if (this.isInString && character === '\\') this.isEscaped = true
      else if (character === '"') this.isInString = !this.isInString
    }
  }
}

type ReadVariable = { variable: Variable; end: number } | { problem: TemplateProblem }

function variableAt(template: string, open: number): ReadVariable {
  const problem = (code: TemplateProblem['code'], found: string): ReadVariable => ({
    problem: { code, position: open, found },
  })
  const close = template.indexOf('}}', open)
  const inner = close < 0 ? '' : template.slice(open + 2, close)
  if (close < 0 || /[{}\n]/.test(inner)) return problem('unclosed', '{{')
  const source = template.slice(open, close + 2)
  const words = inner.trim()
  if (words.length > longestVariable) return problem('nameTooLong', source)
  const variable = variableOf(words)
  return typeof variable === 'string' ? problem(variable, source) : { variable, end: close + 2 }
}

function variableOf(words: string): Variable | TemplateProblem['code'] {
  const plain = plainNames.find((name) => name === words)
  if (plain !== undefined) return { name: plain }
  if (/^random(?:\s|$)/.test(words)) return randomOf(words)
  const colon = words.indexOf(':')
  const label = (colon < 0 ? words : words.slice(0, colon)).trim()
  if (label === '') return 'nameless'
  if (colon < 0) return { name: 'ask', question: { label } }
  const rest = words.slice(colon + 1).trim()
  const [, from, to] = /^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$/.exec(rest) ?? []
  if (from !== undefined && to !== undefined) {
    return Number(from) > Number(to) ? 'rangeOrder' : { name: 'ask', question: { label, range: { from, to } } }
  }
  const choices = rest.split('|').map((choice) => choice.trim())
  const isChoice = choices.length > 1 && choices.every((choice) => choice !== '')
  // a colon may as well be part of the name
  return { name: 'ask', question: isChoice ? { label, choices } : { label: words } }
}

const mostDecimals = 9

function randomOf(words: string): Variable | TemplateProblem['code'] {
  const [, first, second, ...others] = words.split(/\s+/)
  if (first === undefined || second === undefined || others.length > 0) return 'randomArguments'
  if (![first, second].every((text) => /^-?\d{1,15}(?:\.\d+)?$/.test(text))) return 'randomArguments'
  const decimals = Math.max(decimalsOf(first), decimalsOf(second))
  const [from, to] = [Number(first), Number(second)]
  const most = Math.max(Math.abs(from), Math.abs(to)) * 10 ** decimals
  // beyond this a double does not tell neighbours apart
  if (decimals > mostDecimals || most >= 2 ** 52) return 'randomArguments'
  return from > to ? 'randomOrder' : { name: 'random', from, to, decimals }
}

const decimalsOf = (text: string) => (text.indexOf('.') < 0 ? 0 : text.length - text.indexOf('.') - 1)
