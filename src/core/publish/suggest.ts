import type { PublishHistory, Published } from './history'

/** Where a suggestion comes from: published before, kept as a template, or a topic of messages that came. */
export type SuggestionSource = 'recent' | 'saved' | 'seen'

export interface Suggestion extends Published {
  source: SuggestionSource
}

interface Known {
  history: PublishHistory
  /** templates, in the person's order */
  saved: readonly Published[]
  /** topics of messages, the newest first */
  seen: readonly string[]
}

/** Rows over the keyboard: more would leave nothing of the list */
const most = 4

/** Topics that hold what is typed, in any case: of what was published, of templates, of what came; each once. */
export function suggestTopics(typed: string, { history, saved, seen }: Known): Suggestion[] {
  const of = (source: SuggestionSource) => (topic: string) => ({ source, topic, payload: '' })
  const all = [
    ...history.topics.map(of('recent')),
    ...saved.map(({ topic }) => topic).map(of('saved')),
    ...seen.map(of('seen')),
  ]
  return firstOf(all, ({ topic }) => topic, typed)
}

/** Texts for a topic that begin as the typed one does. Of another topic none: a command belongs to its device. */
export function suggestPayloads(topic: string, typed: string, { history, saved }: Omit<Known, 'seen'>): Suggestion[] {
  const of = (source: SuggestionSource) => (message: Published) => ({ ...message, source })
  const all = [...history.messages.map(of('recent')), ...saved.map(of('saved'))]
  const beginning = unindented(typed)
  const fitting = all.filter((each) => each.topic === topic && unindented(each.payload).indexOf(beginning) === 0)
  return firstOf(fitting, ({ payload }) => payload, '').filter(({ payload }) => payload !== typed)
}

/** Variables are filled in where a template is sent from: in the bar they would be sent as they stand. */
export const isPlain = ({ topic, payload }: Published) => topic.indexOf('{{') < 0 && payload.indexOf('{{') < 0

function firstOf(all: readonly Suggestion[], textOf: (each: Suggestion) => string, typed: string): Suggestion[] {
  const wanted = typed.toLowerCase()
  const found: Suggestion[] = []
  const known = new Set<string>([typed, ''])
  for (const each of all) {
    const text = textOf(each)
    if (found.length === most) break
    if (known.has(text) || text.toLowerCase().indexOf(wanted) < 0) continue
    known.add(text)
    found.push(each)
  }
  return found
}

/** Without the blanks before it. */
const unindented = (text: string) => text.replace(/^\s+/, '')
