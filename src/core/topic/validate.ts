/** What is wrong with a topic name or a topic filter, and where. The words are the i18n key `subs.problem.<code>`. */
export interface TopicProblem {
  code: TopicProblemCode
  /** index of the first UTF-16 unit that is wrong */
  position: number
  /** how many units from there are wrong, so that a screen can mark them */
  length: number
}

export type TopicProblemCode =
  /** [MQTT-4.7.3-1] */
  | 'empty'
  /** nothing but blanks, which MQTT allows and nobody means; as a doubt: blanks at the beginning or the end */
  | 'blank'
  /** more than 65,535 bytes of UTF-8 [MQTT-4.7.3-3] */
  | 'tooLong'
  /** U+0000 [MQTT-4.7.3-2] */
  | 'nul'
  /** half a surrogate pair, which has no UTF-8 form [MQTT-1.5.4-1] */
  | 'loneSurrogate'
  /** `+` or `#` in a topic name [MQTT-3.3.2-2] */
  | 'wildcard'
  /** [MQTT-4.7.1-1] */
  | 'hashNotLast'
  /** [MQTT-4.7.1-1] */
  | 'hashNotAlone'
  /** [MQTT-4.7.1-2] */
  | 'plusNotAlone'
  /** `$share//…`, or a group with a wildcard [MQTT-4.8.2-1] */
  | 'shareGroup'
  /** `$share/group` without a filter behind it [MQTT-4.8.2-2] */
  | 'shareFilter'

export interface TopicVerdict {
  problem?: TopicProblem
  /** what MQTT allows and the person most likely did not mean; only without a problem */
  doubt?: TopicProblem
  /** the nearest valid text with what the person most likely meant */
  suggestion?: string
}

/** Length of an MQTT string in bytes, MQTT 5 §1.5.4. */
const maxBytes = 65_535

/** Checks a topic to publish to, MQTT 5 §4.7. */
export function validateTopicName(text: string): TopicVerdict {
  const problem = stringProblem(text) ?? wildcardIn(text)
  return withSuggestion(text, problem, (fixed) => stringProblem(fixed) ?? wildcardIn(fixed))
}

/** Checks a topic filter, shared ones (`$share/group/filter`) included, MQTT 5 §4.7, §4.8.2. */
export function validateFilter(text: string): TopicVerdict {
  return withSuggestion(text, filterProblem(text), filterProblem)
}

function filterProblem(text: string): TopicProblem | undefined {
  return stringProblem(text) ?? shareProblem(text) ?? misplacedWildcard(text, sharePrefixLength(text))
}

/** How many units of the text are `$share/group/`; 0 for a filter that is not shared. */
export function sharePrefixLength(text: string): number {
  if (!text.startsWith('$share/')) return 0
  const groupEnd = text.indexOf('/', '$share/'.length)
  return groupEnd < 0 ? 0 : groupEnd + 1
}

function stringProblem(text: string): TopicProblem | undefined {
  if (text === '') return { code: 'empty', position: 0, length: 0 }
  if (text.trim() === '') return { code: 'blank', position: 0, length: text.length }
  let bytes = 0
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit === 0) return { code: 'nul', position: i, length: 1 }
    const isPair = isHigh(unit) && isLow(text.charCodeAt(i + 1))
    if (!isPair && unit >= 0xd800 && unit <= 0xdfff) return { code: 'loneSurrogate', position: i, length: 1 }
    bytes += isPair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3
    if (bytes > maxBytes) return { code: 'tooLong', position: i, length: text.length - i }
    if (isPair) i += 1
  }
  return undefined
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

function wildcardIn(text: string): TopicProblem | undefined {
  const position = text.search(/[+#]/)
  return position < 0 ? undefined : { code: 'wildcard', position, length: 1 }
}

function shareProblem(text: string): TopicProblem | undefined {
  if (text !== '$share' && !text.startsWith('$share/')) return undefined
  const start = '$share/'.length
  const prefix = sharePrefixLength(text)
  if (prefix === 0) return { code: 'shareFilter', position: text.length, length: 0 }
  const group = text.slice(start, prefix - 1)
  const wildcard = group.search(/[+#]/)
  if (wildcard >= 0) return { code: 'shareGroup', position: start + wildcard, length: 1 }
  if (group === '') return { code: 'shareGroup', position: start, length: 0 }
  return prefix === text.length ? { code: 'shareFilter', position: prefix, length: 0 } : undefined
}

function misplacedWildcard(text: string, from: number): TopicProblem | undefined {
  for (let start = from; start <= text.length;) {
    const slash = text.indexOf('/', start)
    const end = slash < 0 ? text.length : slash
    const level = text.slice(start, end)
    const hash = level.indexOf('#')
    const isLast = slash < 0
    if (hash >= 0 && !isLast) return { code: 'hashNotLast', position: start + hash, length: 1 }
    if (hash >= 0 && level !== '#') return { code: 'hashNotAlone', position: start + hash, length: 1 }
    const plus = level.indexOf('+')
    if (plus >= 0 && level !== '+') return { code: 'plusNotAlone', position: start + plus, length: 1 }
    start = end + 1
  }
  return undefined
}

/** Blanks out and one problem after the other mended; a text that stays wrong has no suggestion. */
function withSuggestion(
  text: string,
  problem: TopicProblem | undefined,
  check: (text: string) => TopicProblem | undefined,
): TopicVerdict {
  const doubt = problem ? undefined : blankEnd(text)
  if (!problem && !doubt) return {}
  const verdict = problem ? { problem } : { doubt }
  let fixed = text.trim()
  for (let left = check(fixed); left; left = check(fixed)) {
    const next = mend(fixed, left).trim()
    if (next === fixed) return verdict
    fixed = next
  }
  return { ...verdict, suggestion: fixed }
}

/** Blanks before the text or, when there are none, behind it. */
function blankEnd(text: string): TopicProblem | undefined {
  const before = text.length - text.replace(/^\s+/, '').length
  if (before > 0) return { code: 'blank', position: 0, length: before }
  const position = text.replace(/\s+$/, '').length
  return position < text.length ? { code: 'blank', position, length: text.length - position } : undefined
}

function mend(text: string, { code, position }: TopicProblem): string {
  const before = text.slice(0, position)
  const after = text.slice(position + 1)
  switch (code) {
    case 'nul':
    case 'loneSurrogate':
    case 'shareGroup':
      // an empty group leaves nothing to remove, so that it stays without a suggestion
      return /[+#]/.test(text.charAt(position)) || code !== 'shareGroup' ? before + after : text
    case 'hashNotLast':
    case 'plusNotAlone':
      return replaceLevel(text, position, '+')
    case 'hashNotAlone':
      // `sport#` means everything below sport; anything else in the level cannot be kept
      return after === '' ? `${before}/#` : replaceLevel(text, position, '#')
    case 'empty':
    case 'blank':
    case 'tooLong':
    case 'wildcard':
    case 'shareFilter':
      return text
  }
}

function replaceLevel(text: string, position: number, level: string): string {
  const start = text.lastIndexOf('/', position - 1) + 1
  const slash = text.indexOf('/', position)
  return text.slice(0, position === 0 ? 0 : start) + level + (slash < 0 ? '' : text.slice(slash))
}
