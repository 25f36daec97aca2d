import fc from 'fast-check'
import { encodeUtf8 } from '../utf8'
import { jsonErrorAt } from './check'
import { prettyJson } from './pretty'

const pretty = (text: string) => prettyJson(encodeUtf8(text))

test.each<[string, number | undefined]>([
  ['{"a":1}', undefined],
  [' [1, 2.5e3, "x", null, true, {}] ', undefined],
  ['"温"', undefined],
  ['', 0],
  ['  ', 2],
  ['{', 1],
  ['{"a":1', 6],
  ['{"a":1,}', 7],
  ['{"a" 1}', 5],
  ['{a:1}', 1],
  ["{'a':1}", 1],
  ['[1,]', 3],
  ['[1 2]', 3],
  ['[1}', 2],
  ['{"a":01}', 6],
  ['{"a":.5}', 5],
  ['{"a":1} x', 8],
  ['{"a":1}{', 7],
  ['{"a":"x', 5],
  ['nul', 0],
  ['{"fan": 2， "speed": 45}', 9],
])('%j stops being JSON at %s', (text, position) => expect(jsonErrorAt(text)).toBe(position))

test('every JSON value is accepted, and every text that is not has a position', () => {
  fc.assert(fc.property(fc.json(), (text) => expect(jsonErrorAt(text)).toBeUndefined()))
  const messy = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', ' ', 'true', 'x') })
  fc.assert(
    fc.property(messy, (text) => {
      let isJson = true
      try {
        JSON.parse(text)
      } catch {
        isJson = false
      }
      const position = jsonErrorAt(text)
      expect(position === undefined).toBe(isJson)
      if (position !== undefined) expect(position).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 2_000 },
  )
})

test('pretty JSON equals the engine’s for values whose numbers it keeps', () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.string({ unit: 'grapheme' }),
      tie('list'),
      tie('record'),
    ),
    list: fc.array(tie('value'), { maxLength: 4 }),
    record: fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4 }),
  })).value
  fc.assert(fc.property(value, (v) => expect(pretty(JSON.stringify(v))).toBe(JSON.stringify(v, null, 2))))
})

test('pretty JSON keeps numbers as sent and reads escapes', () => {
  expect(pretty('{"a":1.50,"b":12345678901234567890,"c":"\\u6e29"}')).toBe(
    '{\n  "a": 1.50,\n  "b": 12345678901234567890,\n  "c": "温"\n}',
  )
  expect(pretty('[ ]')).toBe('[]')
  expect(pretty('no')).toBeUndefined()
})
