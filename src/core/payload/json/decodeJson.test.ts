import { decodeLimits, type ValueNode } from '../tree'
import { encodeUtf8 } from '../utf8'
import { decodeJson, jsonFailure } from './decodeJson'
import type { JsonReason } from './reason'

const tree = (text: string): ValueNode => {
  const decoded = decodeJson(encodeUtf8(text))
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.failure))
  return decoded.tree
}
const number = (text: string, key?: string | number) => ({
  ...(key !== undefined && { key }),
  kind: 'number',
  text,
  value: Number(text),
})

test('numbers keep every digit, and come as near as a double does beside', () => {
  expect(tree('{"id":12345678901234567890,"t":1.50,"e":-1E+400}')).toEqual({
    kind: 'object',
    children: [number('12345678901234567890', 'id'), number('1.50', 't'), number('-1E+400', 'e')],
  })
})

test('keys that come twice are both there, in their order', () => {
  expect(tree('{"a":1,"b":2,"a":3}').children?.map((child) => [child.key, child.text])).toEqual([
    ['a', '1'],
    ['b', '2'],
    ['a', '3'],
  ])
})

test('all kinds, escapes read, lists by their index', () => {
  expect(tree(' [ "\\u6e29\\n\\ud83d\\ude00", true, false, null, {}, [] ] ')).toEqual({
    kind: 'array',
    children: [
      { key: 0, kind: 'string', text: '温\n😀' },
      { key: 1, kind: 'boolean', text: 'true' },
      { key: 2, kind: 'boolean', text: 'false' },
      { key: 3, kind: 'null', text: 'null' },
      { key: 4, kind: 'object', children: [] },
      { key: 5, kind: 'array', children: [] },
    ],
  })
})

test.each<[string, unknown]>([
  ['24.5', number('24.5')],
  [' -0\n', number('-0')],
  ['"x"', { kind: 'string', text: 'x' }],
  ['null', { kind: 'null', text: 'null' }],
  ['\ufeff1', number('1')],
])('%j is a value without a key', (text, expected) => expect(tree(text)).toEqual(expected))

test('NaN and Infinity are shown and marked, without a number to draw', () => {
  expect(tree('{"t":NaN,"u":-Infinity}').children).toEqual([
    { key: 't', kind: 'number', text: 'NaN', note: 'notJson' },
    { key: 'u', kind: 'number', text: '-Infinity', note: 'notJson' },
  ])
  expect(jsonFailure(encodeUtf8('{"t":NaN}'))).toMatchObject({ reason: 'foreignValue', offset: 5 })
})

test('one value on each line is a list', () => {
  expect(tree('{"a":1}\n{"a":2}\r\n\n{"a":3}\n')).toEqual({
    kind: 'array',
    note: 'lines',
    children: [0, 1, 2].map((key) => ({ key, kind: 'object', children: [number(String(key + 1), 'a')] })),
  })
  const broken = decodeJson(encodeUtf8('{"a":1}\n{"a":2}\n{"a"}\n'))
  expect(broken).toMatchObject({ ok: false, failure: { reason: 'expectedColon', line: 3, column: 5, offset: 20 } })
  expect(decodeJson(encodeUtf8('{"a":1} {"a":2}'))).toMatchObject({ ok: false, failure: { reason: 'trailingData' } })
})

/** What is wrong, at which byte, line and column, and what stands there. */
const failures: [string, JsonReason, number, number, number, string | undefined][] = [
  ['', 'empty', 0, 1, 1, undefined],
  [' \n ', 'empty', 3, 2, 2, undefined],
  ['{', 'unclosed', 1, 1, 2, undefined],
  ['{"a":1', 'unclosed', 6, 1, 7, undefined],
  ['{"a":', 'unclosed', 5, 1, 6, undefined],
  ['{"a":1,}', 'trailingComma', 7, 1, 8, '}'],
  ['[1,\n]', 'trailingComma', 4, 2, 1, ']'],
  ['{"a" 1}', 'expectedColon', 5, 1, 6, '1'],
  ['{"a":1 "b":2}', 'expectedComma', 7, 1, 8, '"'],
  ['{a:1}', 'unquotedKey', 1, 1, 2, 'a'],
  ["{'a':1}", 'singleQuotes', 1, 1, 2, "'"],
  ["['a']", 'singleQuotes', 1, 1, 2, "'"],
  ['{1:2}', 'expectedKey', 1, 1, 2, '1'],
  ['[1}', 'mismatched', 2, 1, 3, '}'],
  ['{"a":1]', 'mismatched', 6, 1, 7, ']'],
  ['{"a":01}', 'badNumber', 6, 1, 7, '1'],
  ['{"a":1.}', 'badNumber', 7, 1, 8, '}'],
  ['{"a":1e}', 'badNumber', 7, 1, 8, '}'],
  ['[-]', 'badNumber', 2, 1, 3, ']'],
  ['[.5]', 'expectedValue', 1, 1, 2, '.'],
  ['[+1]', 'expectedValue', 1, 1, 2, '+'],
  ['{"a":"x', 'unclosedString', 5, 1, 6, '"'],
  ['["a\nb"]', 'controlInString', 3, 1, 4, '\n'],
  ['["\\x"]', 'badEscape', 2, 1, 3, '\\'],
  ['["\\u12g4"]', 'badEscape', 2, 1, 3, '\\'],
  ['{"a":None}', 'foreignValue', 5, 1, 6, 'N'],
  ['{"a":undefined}', 'foreignValue', 5, 1, 6, 'u'],
  ['{"a":True}', 'foreignValue', 5, 1, 6, 'T'],
  ['[tru]', 'expectedValue', 1, 1, 2, 't'],
  ['{"a":1} // x', 'comment', 8, 1, 9, '/'],
  ['{"温":1， "b":2}', 'fullWidth', 8, 1, 7, '，'],
  ['{“a”:1}', 'fullWidth', 1, 1, 2, '“'],
  ['{"a":1}x', 'trailingData', 7, 1, 8, 'x'],
  ['[1] 😀', 'trailingData', 4, 1, 5, '😀'],
]

test.each(failures)('%j: %s at byte %i', (text, reason, offset, line, column, found) => {
  const decoded = decodeJson(encodeUtf8(text))
  const place = { reason, offset, line, column, ...(found !== undefined && { detail: found }) }
  expect(decoded).toMatchObject({ ok: false, failure: place })
  expect(jsonFailure(encodeUtf8(text))).toMatchObject(place)
  expect('failure' in decoded && decoded.failure.code).toBe(
    found === undefined || reason === 'unclosedString' ? 'truncated' : 'invalid',
  )
})

test('bytes that are no UTF-8 are named by their place', () => {
  const bytes = new Uint8Array([0x5b, 0x22, 0xe6, 0xb8, 0xa9, 0xff, 0x22, 0x5d])
  const failure = { reason: 'badUtf8', offset: 5, line: 1, column: 4 }
  expect(decodeJson(bytes)).toMatchObject({ ok: false, failure })
  expect(jsonFailure(bytes)).toMatchObject(failure)
})

test('a byte order mark is taken by us, and named to who publishes', () => {
  expect(jsonFailure(encodeUtf8('\ufeff{}'))).toMatchObject({ reason: 'byteOrderMark', offset: 0 })
})

describe('limits', () => {
  const limited = (text: string, limits: Partial<typeof decodeLimits>) => {
    const decoded = decodeJson(encodeUtf8(text), { ...decodeLimits, ...limits })
    return decoded.ok ? decoded.tree : decoded.failure
  }

  test('what is nested too deeply is counted, not shown', () => {
    const three = limited('[[[1,2]]]', { maxDepth: 2 })
    expect(three).toEqual({
      kind: 'array',
      children: [{ key: 0, kind: 'array', children: [{ key: 0, kind: 'array', children: [], omitted: 2 }] }],
    })
  })

  test('nodes beyond the number are counted, and still have to be JSON', () => {
    expect(limited('{"a":1,"b":{"c":1},"d":[]}', { maxNodes: 2 })).toMatchObject({
      children: [{ key: 'a' }],
      omitted: 2,
    })
    expect(limited('[1,2,3', { maxNodes: 2 })).toMatchObject({ reason: 'unclosed' })
    expect(limited('1\n2\n3', { maxNodes: 2 })).toMatchObject({ note: 'lines', children: [{}, {}], omitted: 1 })
  })

  test('more bytes than the limit are not read', () => {
    expect(limited('[1,2]', { maxBytes: 4 })).toMatchObject({ code: 'tooLarge', reason: 'tooLarge' })
  })

  test('16 MB of brackets are refused where they get too deep, without a stack to overflow', () => {
    const bytes = new Uint8Array(16_777_216).fill(0x5b)
    expect(decodeJson(bytes)).toMatchObject({ ok: false, failure: { code: 'tooDeep', offset: 10_000 } })
    expect(jsonFailure(bytes)).toMatchObject({ code: 'tooDeep' })
  })

  test('of 2 MB of numbers the first 50,000 are nodes', () => {
    const bytes = new Uint8Array(2_097_151).fill(0x31)
    for (let i = 0; i < bytes.length; i += 2) bytes[i] = 0x2c
    bytes[0] = 0x5b
    bytes[bytes.length - 1] = 0x5d
    const decoded = decodeJson(bytes)
    expect(decoded.ok && [decoded.tree.children?.length, decoded.tree.omitted]).toEqual([49_999, 1_048_575 - 49_999])
  })
})
