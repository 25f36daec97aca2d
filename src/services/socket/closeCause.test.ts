import { closeCauseOf } from './closeCause'
import type { SocketCloseCause } from './types'

const TEXTS: [text: string, cause: SocketCloseCause][] = [
  ['createSocketTask:fail url not in domain list', 'domainNotListed'],
  ['connectSocket:fail url not in domain list', 'domainNotListed'],
  ['connectSocket:fail exceed max concurrent count', 'tooManySockets'],
  ['createSocketTask:fail exceed max concurrent count', 'tooManySockets'],
  ['connectSocket:fail interrupted', 'interrupted'],
  ['interrupted', 'interrupted'],
  ['connectSocket:fail timeout', 'timeout'],
  ['The operation timed out', 'timeout'],
  ['Connection closed before receiving a handshake response', 'notWebSocket'],
  ['未完成的操作: Invalid HTTP status', 'notWebSocket'],
  ['Unexpected response code: 404', 'notWebSocket'],
  ['connect ECONNREFUSED 10.0.0.2:8083', 'refused'],
  ['connectSocket:fail invalid url "wss//x"', 'invalidAddress'],
]

test.each(TEXTS)('%s means %s', (text, cause) => {
  expect(closeCauseOf(text, false)).toBe(cause)
})

test('an unknown text says no more than whether the socket had been open', () => {
  expect(closeCauseOf('abnormal', true)).toBe('closed')
  expect(closeCauseOf('fail', false)).toBe('failed')
  expect(closeCauseOf(undefined, false)).toBe('failed')
})
