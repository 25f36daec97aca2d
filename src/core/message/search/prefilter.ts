import { decodeUtf8Strict } from '../../payload/utf8'
import { matches } from '../../topic/match'
import { fold } from './fold'
import { bytesOfHex } from './matcher'
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
      const needle = plainRun(isCaseSensitive ? fact.text : fold(fact.text))
      if (needle === '') return undefined
      return (record, folded) => folded.indexOf(needle) >= 0 || hasBase64(record)
    }
    case 'bytes': {
      const needle = plainRun(decodeUtf8Strict(bytesOfHex(fact.hex)) ?? '')
      if (needle === '') return undefined
      return (record) => record.indexOf(needle) >= 0 || hasBase64(record)
    }
    case 'number': {
      const names = fact.path.filter((step): step is string => typeof step === 'string').map(plainRun)
      const needles = names.filter((name) => name !== '')
      // `\\`: the payload has a backslash, and with it names may be written in escapes
      return (record) =>
        needles.every((name) => record.indexOf(name) >= 0) || record.indexOf('\\\\') >= 0 || hasBase64(record)
    }
    default:
      return undefined
  }
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
