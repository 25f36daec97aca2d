import { decodeUtf8Strict } from '../../payload/utf8'
import { matches } from '../../topic/match'
import { fold } from './fold'
import { bytesOfHex, compare } from './matcher'
import type { Condition, Fact, Query, ResolveMoment } from './query'

/** What a reader of stored messages may leave out without decoding it; never one that the matcher accepts. */
export interface Prefilter {
  /** epoch ms, inclusive */
  from?: number
  to?: number
  hasTopic?(topic: string): boolean
  /** @param record a stored message as JSON text */
  mayMatch(record: string): boolean
}

type RecordTest = (record: string, folded: string) => boolean

export function createPrefilter(query: Query, resolve: ResolveMoment): Prefilter {
  const tests: { test: RecordTest; isFolded: boolean }[] = []
  const topics: Condition[] = []
  const prefilter: Prefilter = { mayMatch: (record) => mayMatch(record, plainTests, foldedTests) }
  for (const condition of query.conditions) {
    if (condition.kind === 'time') narrow(prefilter, condition, resolve)
    else if (condition.kind === 'topic') topics.push(condition)
    const test = recordTest(condition, query.isCaseSensitive)
    if (test) tests.push({ test, isFolded: condition.kind === 'text' && !query.isCaseSensitive })
  }
  const plainTests = tests.filter((t) => !t.isFolded).map((t) => t.test)
  const foldedTests = tests.filter((t) => t.isFolded).map((t) => t.test)
  if (topics.length > 0) prefilter.hasTopic = (topic) => topics.every((condition) => isTopicMet(condition, topic))
  return prefilter
}

function mayMatch(record: string, plainTests: RecordTest[], foldedTests: RecordTest[]): boolean {
  for (const test of plainTests) if (!test(record, record)) return false
  if (foldedTests.length === 0) return true
  const folded = fold(record)
  for (const test of foldedTests) if (!test(record, folded)) return false
  return true
}

function narrow(prefilter: Prefilter, condition: Condition & { kind: 'time' }, resolve: ResolveMoment): void {
  const at = resolve(condition.moment)
  const isFrom = (condition.edge === 'after') !== condition.isExcluded
  if (isFrom) prefilter.from = Math.max(prefilter.from ?? at, at)
  else prefilter.to = Math.min(prefilter.to ?? at - 1, at - 1)
}

function isTopicMet(condition: Condition, topic: string): boolean {
  return condition.kind !== 'topic' || matches(condition.filter, topic) !== condition.isExcluded
}

/** @returns undefined when nothing can be said from the text */
function recordTest(condition: Condition, isCaseSensitive: boolean): RecordTest | undefined {
  switch (condition.kind) {
    case 'topic':
      return topicTest(condition)
    case 'direction': {
      const mark = condition.direction === 'received' ? '"d":"r"' : '"d":"s"'
      return (record) => record.indexOf(mark) >= 0 !== condition.isExcluded
    }
    case 'qos': {
      const test = qosTest(condition.qos)
      return (record) => test(record) !== condition.isExcluded
    }
    case 'retained':
      return (record) => record.indexOf('"retain":1') >= 0 === (condition.isRetained !== condition.isExcluded)
    default:
      return condition.isExcluded ? undefined : contentTest(condition, isCaseSensitive)
  }
}

const qosTest = (qos: number) => (record: string) =>
  qos === 0 ? record.indexOf('"q":') < 0 : record.indexOf(`"q":${qos}`) >= 0

/** A payload that is not stored as text; within strings quotes are escaped, so that this stands nowhere else. */
const hasBase64 = (record: string) => record.indexOf('"b":"') >= 0

function contentTest(fact: Fact, isCaseSensitive: boolean): RecordTest | undefined {
  switch (fact.kind) {
    case 'text': {
      const needle = writtenRun(isCaseSensitive ? fact.text : fold(fact.text))
      if (needle === '') return undefined
      return (record, folded) => folded.indexOf(needle) >= 0 || hasBase64(record)
    }
    case 'bytes':
      return bytesTest(bytesOfHex(fact.hex))
    case 'number':
      return numberTest(fact)
    default:
      return undefined
  }
}

function bytesTest(bytes: Uint8Array): RecordTest | undefined {
  // what no text has: Unicode table 3-7
  if (bytes.some((byte) => byte === 0xc0 || byte === 0xc1 || byte > 0xf4)) return hasBase64
  const text = decodeUtf8Strict(bytes)
  const needle = text === undefined ? '' : writtenRun(text)
  if (needle === '') return undefined
  return (record) => record.indexOf(needle) >= 0 || hasBase64(record)
}

function numberTest({ path, operator, value }: Fact & { kind: 'number' }): RecordTest {
  const names = path.filter((step): step is string => typeof step === 'string')
  const needles = names.map(plainRun).filter((name) => name !== '')
  const last = path[path.length - 1]
  // the name as JSON in a string of JSON
  const key = typeof last === 'string' && plainRun(last) === last && last !== '' ? `\\"${last}\\"` : undefined
  return (record) => {
    // `\\\\`: the payload has a backslash, and with it names may be written in escapes
    if (record.indexOf('\\\\') >= 0 || hasBase64(record)) return true
    for (const name of needles) if (record.indexOf(name) < 0) return false
    return key === undefined || hasNumber(record, key, (found) => compare(found, operator, value))
  }
}

/** A number behind a colon, or what cannot be one, with blanks as they are escaped */
const afterKey = /(?:[ \t]|\\[nrt])*:(?:[ \t]|\\[nrt])*(?:(-?\d[\d.eE+-]*)|([\\[{a-z]))/y

/** Whether behind any of the keys stands a number that fits, or what cannot be told from here. */
function hasNumber(record: string, key: string, fits: (found: number) => boolean): boolean {
  for (let at = record.indexOf(key); at >= 0; at = record.indexOf(key, at + key.length)) {
    afterKey.lastIndex = at + key.length
    const found = afterKey.exec(record)
    if (!found) return true
    if (found[1] === undefined) continue
    const value = Number(found[1])
    if (isNaN(value) || fits(value)) return true
  }
  return false
}

/** A part of a text as it stands in JSON; empty when that is not certain. */
function writtenRun(text: string): string {
  const run = plainRun(text)
  // half a surrogate pair is an escape for some engines only
  return run !== '' || /[\ud800-\udfff]/.test(text) ? run : JSON.stringify(text).slice(1, -1)
}

/** The longest part of a text that JSON writes as it is: half a surrogate pair, too, may be an escape there. */
function plainRun(text: string): string {
  const runs = text.match(plain) ?? []
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '')
}

const plain =
  // eslint-disable-next-line no-control-regex -- what JSON escapes is left out
  /(?:[^"\\\u0000-\u001f\u007f\u2028\u2029\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])+/g

/** Reads the topic from the text where no escape stands in it, and remembers what became of the last ones. */
function topicTest(condition: Condition): RecordTest {
  const known = new Map<string, boolean>()
  return (record) => {
    const at = record.indexOf('"t":"')
    const end = at < 0 ? -1 : record.indexOf('"', at + 5)
    if (end < 0) return true
    const topic = record.slice(at + 5, end)
    if (topic.indexOf('\\') >= 0) return true
    let isMet = known.get(topic)
    if (isMet === undefined) {
      isMet = isTopicMet(condition, topic)
      if (known.size >= topicsKnown) known.clear()
      known.set(topic, isMet)
    }
    return isMet
  }
}

const topicsKnown = 2_000
