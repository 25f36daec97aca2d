import { numberAt } from '../../payload/path'
import { decodeUtf8Strict } from '../../payload/utf8'
import { matches } from '../../topic/match'
import type { ReceivedMessage, SentMessage } from '../message'
import { fold } from './fold'
import type { Condition, Fact, Operator, Query, ResolveMoment } from './query'

type Message = ReceivedMessage | SentMessage

/** A message under examination: what its conditions ask for is decoded once. */
class Subject {
  private decoded?: { text: string | undefined }

  constructor(
    readonly message: Message,
    private readonly plain: (text: string) => string,
  ) {}

  has(needle: string): boolean {
    if (this.plain(this.message.topic).indexOf(needle) >= 0) return true
    const text = this.text
    return text !== undefined && this.plain(text).indexOf(needle) >= 0
  }

  get text(): string | undefined {
    this.decoded ??= { text: decodeUtf8Strict(this.message.payload) }
    return this.decoded.text
  }
}

/** Tells the messages that meet a query. */
export function createMatcher(query: Query, resolve: ResolveMoment): (message: Message) => boolean {
  const plain = query.isCaseSensitive ? (text: string) => text : fold
  const ordered = [...query.conditions].sort((a, b) => costs[a.kind] - costs[b.kind])
  const tests = ordered.map((condition) => testOf(condition, plain, resolve))
  return (message) => {
    const subject = new Subject(message, plain)
    return tests.every((test) => test(subject))
  }
}

/** What is asked first; a payload is decoded only when all else is met. */
const costs: Record<Fact['kind'], number> = {
  ...{ direction: 0, qos: 0, retained: 0, time: 0, topic: 1, text: 2, bytes: 2, number: 3 },
}

type Test = (subject: Subject) => boolean

function testOf(condition: Condition, plain: (text: string) => string, resolve: ResolveMoment): Test {
  const test = factTest(condition, plain, resolve)
  return condition.isExcluded ? (subject) => !test(subject) : test
}

function factTest(fact: Fact, plain: (text: string) => string, resolve: ResolveMoment): Test {
  switch (fact.kind) {
    case 'text': {
      const needle = plain(fact.text)
      return (subject) => subject.has(needle)
    }
    case 'bytes': {
      const bytes = bytesOfHex(fact.hex)
      return ({ message }) => indexOfBytes(message.payload, bytes) >= 0
    }
    case 'topic':
      return ({ message }) => matches(fact.filter, message.topic)
    case 'direction':
      return ({ message }) => message.direction === fact.direction
    case 'qos':
      return ({ message }) => message.qos === fact.qos
    case 'retained':
      return ({ message }) => message.retain === fact.isRetained
    case 'time': {
      const at = resolve(fact.moment)
      return ({ message }) => message.at >= at === (fact.edge === 'after')
    }
    case 'number':
      return ({ message }) => {
        const value = numberAt(message.payload, fact.path)
        return value !== undefined && compare(value, fact.operator, fact.value)
      }
  }
}

export function compare(a: number, operator: Operator, b: number): boolean {
  switch (operator) {
    case '>':
      return a > b
    case '>=':
      return a >= b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '=':
      return a === b
    case '!=':
      return a !== b
  }
}

/** @param hex two digits for each byte */
export function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** @returns -1 when they do not stand in it */
export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from = 0): number {
  const first = wanted[0] ?? 0
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let length = 1
    while (length < wanted.length && bytes[at + length] === wanted[length]) length += 1
    if (length === wanted.length) return at
  }
  return -1
}
