import { formatPath } from '../payload/path'
import { formOf, isJsonNumber, withField } from './jsonForm'
import { stepNumber } from './stepNumber'

const text = `{
  "名": "风机 {{风机}}", "speed" : 45.50, "on":true,
  "id": 9007199254740993123, "at": {{now}}, "none": null, "list": [1, {"x": "a\\nb"}, []], "near": 1{{n}}
}`

const found = (template: string) => formOf(template)?.map((f) => [formatPath(f.path), f.kind, f.text])
const field = (template: string, path: string) => {
  const hit = formOf(template)?.find((f) => formatPath(f.path) === path)
  if (!hit) throw new Error(`no field ${path}`)
  return hit
}

it('is made from the payload, variables included', () => {
  expect(found(text)).toEqual([
    ['$.名', 'string', '风机 {{风机}}'],
    ['$.speed', 'number', '45.50'],
    ['$.on', 'boolean', 'true'],
    ['$.id', 'number', '9007199254740993123'],
    ['$.at', 'variable', '{{now}}'],
    ['$.none', 'null', 'null'],
    ['$.list[0]', 'number', '1'],
    ['$.list[1].x', 'string', 'a\nb'],
  ])
})

it('changes a field and leaves everything else as it is written', () => {
  expect(withField(text, field(text, '$.speed'), '46')).toBe(text.replace('45.50', '46'))
  const named = withField(text, field(text, '$.名'), '"{{x}}"')
  expect(named).toBe(text.replace('"风机 {{风机}}"', '"\\"{{x}}\\""'))
  expect(field(named, '$.名').text).toBe('"{{x}}"')
})

it.each(['', 'on', '45', '{{now}}', '{"a":}', '{"a":{{now}', '[1,', '{"a":{{{{}'])('%s has no form', (template) => {
  expect(formOf(template)).toBeUndefined()
})

it('stays while a variable in a string is being typed', () => {
  expect(found('{"a":"{{{{ {{n","b":{{now}}}')).toEqual([
    ['$.a', 'string', '{{{{ {{n'],
    ['$.b', 'variable', '{{now}}'],
  ])
})

it('has no more fields than a person would look through', () => {
  expect(formOf(JSON.stringify(Array.from({ length: 60 }, (_, i) => i)))).toHaveLength(60)
  expect(formOf(JSON.stringify(Array.from({ length: 61 }, (_, i) => i)))).toBeUndefined()
})

it.each([
  ['45', '46', '44'],
  ['9', '10', '8'],
  ['10', '11', '9'],
  ['0', '1', '-1'],
  ['-1', '0', '-2'],
  ['21.5', '21.6', '21.4'],
  ['0.0', '0.1', '-0.1'],
  ['-0.1', '0.0', '-0.2'],
  ['1.00', '1.01', '0.99'],
  ['9.9', '10.0', '9.8'],
  ['-9', '-8', '-10'],
  ['9007199254740993123', '9007199254740993124', '9007199254740993122'],
  ['1e3', undefined, undefined],
  ['', undefined, undefined],
])('%s steps to %s and %s', (from, up, down) => {
  expect([stepNumber(from, 1), stepNumber(from, -1)]).toEqual([up, down])
})

it('knows a number of JSON', () => {
  expect(['0', '-1.5', '1e9', '01', '+1', '1.', '', ' 1'].map(isJsonNumber)).toEqual([
    ...[true, true, true],
    ...[false, false, false, false, false],
  ])
})
