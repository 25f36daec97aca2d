import { isoTimeOf } from '../transfer/isoTime'
import { parseTemplate, type Question, type Template, type TemplateProblem, type Variable } from './template'

/** What variables are filled with. One message has one time, one UUID and one count, in topic and payload alike. */
export interface FillContext {
  /** epoch ms */
  now: number
  /** in [0, 1) */
  random: () => number
  /** how many messages this one makes, from 1 */
  counter: number
  clientId: string
  /** by the label that was asked */
  answers: Readonly<Record<string, string>>
}

export type Filled = { ok: true; topic: string; payload: string } | { ok: false; problem: FillProblem }

export type FillProblem =
  | ({ where: 'topic' | 'payload' } & TemplateProblem)
  /** nobody has answered yet, or with nothing what stands in the topic */
  | { code: 'unanswered'; label: string }

/** Every question of a message, each label once, in the order they stand: topic before payload. */
export function questionsOf(topic: string, payload: string): Question[] {
  const questions: Question[] = []
  for (const { parts } of [parseTemplate(topic), parseTemplate(payload)]) {
    for (const part of parts) {
      if (part.kind !== 'variable' || part.variable.name !== 'ask') continue
      const { question } = part.variable
      const known = questions.find(({ label }) => label === question.label)
      if (!known) questions.push(question)
      // said more closely the second time
      else if (!known.choices && !known.range) Object.assign(known, question)
    }
  }
  return questions
}

/**
 * Fills the variables of a topic and a payload. A value within a string of JSON is escaped as JSON wants it; elsewhere it
 * stands as it is.
 */
export function fillMessage(topic: string, payload: string, context: FillContext): Filled {
  const templates = { topic: parseTemplate(topic), payload: parseTemplate(payload) }
  for (const where of ['topic', 'payload'] as const) {
    const [problem] = templates[where].problems
    if (problem) return { ok: false, problem: { where, ...problem } }
  }
  // nothing is an answer in a message; in a topic it names another one
  const open =
    questionsOf(topic, '').find(({ label }) => !context.answers[label]) ??
    questionsOf('', payload).find(({ label }) => context.answers[label] === undefined)
  if (open) return { ok: false, problem: { code: 'unanswered', label: open.label } }
  const id = uuid(context.random)
  return { ok: true, topic: fill(templates.topic, context, id), payload: fill(templates.payload, context, id) }
}

function fill({ parts }: Template, context: FillContext, id: string): string {
  let filled = ''
  for (const part of parts) {
    if (part.kind === 'text') filled += part.text
    else {
      const value = valueOf(part.variable, context, id)
      filled += part.isQuoted ? JSON.stringify(value).slice(1, -1) : value
    }
  }
  return filled
}

function valueOf(variable: Variable, context: FillContext, id: string): string {
  switch (variable.name) {
    case 'now':
      return String(context.now)
    case 'now_iso':
      return isoTimeOf(context.now)
    case 'uuid':
      return id
    case 'counter':
      return String(context.counter)
    case 'clientId':
      return context.clientId
    case 'random':
      return randomIn(variable, context.random)
    case 'ask':
      return context.answers[variable.question.label] ?? ''
  }
}

function randomIn({ from, to, decimals }: Extract<Variable, { name: 'random' }>, random: () => number): string {
  const unit = 10 ** decimals
  const first = Math.round(from * unit)
  const count = Math.round(to * unit) - first + 1
  return ((first + Math.min(count - 1, Math.floor(random() * count))) / unit).toFixed(decimals)
}

/** RFC 9562, version 4. */
function uuid(random: () => number): string {
  let text = ''
  for (let digit = 0; digit < 32; digit += 1) {
    const value = Math.floor(random() * 16)
    if (digit === 8 || digit === 12 || digit === 16 || digit === 20) text += '-'
    text += (digit === 12 ? 4 : digit === 16 ? (value & 3) | 8 : value).toString(16)
  }
  return text
}
