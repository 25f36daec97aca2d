import fc from 'fast-check'
import { decodeJson } from './json/decodeJson'
import { formatPath, numberAt, parsePath, valueAt, type JsonPath } from './path'
import type { ValueNode } from './tree'
import { encodeUtf8 } from './utf8'

test.each<[JsonPath, string]>([
  [[], '$'],
  [['a', 'b c', 0], '$.a["b c"][0]'],
  [['温度', 'x_1'], '$.温度.x_1'],
  [['1a', 'x-y', ''], '$["1a"]["x-y"][""]'],
  [['"\\\n'], '$["\\"\\\\\\n"]'],
  [[12, 'Node Control/Rebirth'], '$[12]["Node Control/Rebirth"]'],
])('%j is written %s and read back', (path, text) => {
  expect(formatPath(path)).toBe(text)
  expect(parsePath(text)).toEqual(path)
})

test.each<[string, JsonPath | undefined]>([
  ['', []],
  [' $ ', []],
  ['a.b', ['a', 'b']],
  ['.a', ['a']],
  ['[0].a', [0, 'a']],
  ["$['it\\'s']", ["it's"]],
  [`$['say "hi"']`, ['say "hi"']],
  ['$.dev-id', ['dev-id']],
  ['$.0', ['0']],
  ['$.', undefined],
  ['$a', undefined],
  ['$..a', undefined],
  ['$.a b', undefined],
  ['$[', undefined],
  ['$[a]', undefined],
  ['$[-1]', undefined],
  ['$["a]', undefined],
  ['$["\\x"]', undefined],
  ['$[*]', undefined],
  ['.a'.repeat(65), undefined],
])('%j is read as %j', (text, path) => expect(parsePath(text)).toEqual(path))

test('every path comes back as it was written', () => {
  const path = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.nat(1e6)), { maxLength: 6 })
  fc.assert(fc.property(path, (steps) => expect(parsePath(formatPath(steps))).toEqual(steps)))
})

const read = (text: string, path: string) => valueAt(encodeUtf8(text), parsePath(path) ?? ['?'])

test.each<[string, string, Partial<ValueNode> | undefined]>([
  ['24.50', '$', { kind: 'number', text: '24.50', value: 24.5 }],
  ['{"a":{"b":[1,2.50]}}', '$.a.b[1]', { key: 1, text: '2.50', value: 2.5 }],
  ['{"a":1,"a":2}', '$.a', { text: '2' }],
  ['{"a":{"b":1},"a":2}', '$.a.b', undefined],
  ['{"a":2,"a":{"b":1}}', '$.a.b', { text: '1' }],
  ['{"温":"é","\\u6e29x":3}', '$.温', { text: 'é' }],
  ['{"温":"é","\\u6e29x":3}', '$.温x', { text: '3' }],
  ['{"":1}', '$[""]', { text: '1' }],
  ['{"ab":1}', '$.a', undefined],
  ['{"a":1}', '$.ab', undefined],
  ['{"0":1}', '$[0]', undefined],
  ['[1]', '$["0"]', undefined],
  ['[1]', '$[1]', undefined],
  ['[[1,2],[3]]', '$[1][0]', { text: '3' }],
  [
    '{"a":[{"b":{}},{"b":{"c":null}}]}',
    '$.a[1].b',
    { kind: 'object', children: [{ key: 'c', kind: 'null', text: 'null' }] },
  ],
  ['{"a":1', '$.a', undefined],
  ['{"a":1} x', '$.a', undefined],
  ['{"a":1}\n{"a":2}\n', '$[1].a', { text: '2' }],
  ['{"a":1}\n{"a":2}\n', '$.a', undefined],
  ['', '$', undefined],
  ['温度', '$', undefined],
])('in %j at %s', (text, path, expected) => {
  const value = read(text, path)
  if (expected) expect(value).toMatchObject(expected)
  else expect(value).toBeUndefined()
})

test('a number is a number, and nothing else is', () => {
  const payload = encodeUtf8('{"n":-1.5e3,"s":"5","b":true,"x":NaN,"big":1e400,"o":{}}')
  expect(['n', 's', 'b', 'x', 'big', 'o', 'none'].map((key) => numberAt(payload, [key]))).toEqual([
    -1_500,
    ...Array<undefined>(6).fill(undefined),
  ])
  expect(numberAt(new Uint8Array([0x22, 0xff, 0x22]), [])).toBeUndefined()
})

test('what is found in bytes is what the tree has there, for every place of a value', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), (text) => {
      const bytes = encodeUtf8(text)
      const decoded = decodeJson(bytes)
      if (!decoded.ok) throw new Error(text)
      const visit = (node: ValueNode, path: JsonPath) => {
        expect(valueAt(bytes, path)).toEqual(valueAt(decoded.tree, path))
        node.children?.forEach((child) => visit(child, [...path, child.key ?? '?']))
      }
      visit(decoded.tree, [])
    }),
    { numRuns: 300 },
  )
})
