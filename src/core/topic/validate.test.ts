import { validateFilter, validateTopicName, type TopicProblemCode } from './validate'

type Row = [text: string, code: TopicProblemCode | undefined, position?: number, suggestion?: string]

const names: Row[] = [
  ['a', undefined],
  ['/', undefined],
  ['//', undefined],
  ['/a', undefined],
  ['a/', undefined],
  ['温室/1/env', undefined],
  ['a b/c d', undefined],
  ['$SYS/broker', undefined],
  ['$share', undefined],
  ['😀/😀', undefined],
  ['\u0001', undefined],
  ['', 'empty', 0],
  ['a/+', 'wildcard', 2],
  ['#', 'wildcard', 0],
  ['a+b', 'wildcard', 1],
  ['a\u0000b', 'nul', 1, 'ab'],
  ['\u0000', 'nul', 0],
  ['a\ud800', 'loneSurrogate', 1, 'a'],
  ['\udc00a', 'loneSurrogate', 0, 'a'],
  ['\ud800\ud800\udc00', 'loneSurrogate', 0, '\ud800\udc00'],
  ['x'.repeat(65_535), undefined],
  ['x'.repeat(65_536), 'tooLong', 65_535],
  ['温'.repeat(21_845), undefined],
  ['温'.repeat(21_846), 'tooLong', 21_845],
  ['😀'.repeat(16_384), 'tooLong', 32_766],
  [' ', 'blank', 0],
  ['\n\u3000', 'blank', 0],
]

const filters: Row[] = [
  ['#', undefined],
  ['+', undefined],
  ['+/+', undefined],
  ['/#', undefined],
  ['+/#', undefined],
  ['a/+/b/#', undefined],
  ['/+/', undefined],
  ['$SYS/#', undefined],
  ['$share/g/a', undefined],
  ['$share/g/#', undefined],
  ['$share/g//', undefined],
  ['$share/g/+/b', undefined],
  ['$shared/a', undefined],
  ['a/$share/b', undefined],
  ['', 'empty', 0],
  ['greenhouse/#/env', 'hashNotLast', 11, 'greenhouse/+/env'],
  ['#/a', 'hashNotLast', 0, '+/a'],
  ['##/a', 'hashNotLast', 0, '+/a'],
  ['a/#/b/#', 'hashNotLast', 2, 'a/+/b/#'],
  ['a/#/', 'hashNotLast', 2, 'a/+/'],
  ['a/x#/b', 'hashNotLast', 3, 'a/+/b'],
  ['sport#', 'hashNotAlone', 5, 'sport/#'],
  ['a/sport#', 'hashNotAlone', 7, 'a/sport/#'],
  ['#a', 'hashNotAlone', 0, '#'],
  ['a/#b', 'hashNotAlone', 2, 'a/#'],
  ['sport+', 'plusNotAlone', 5, '+'],
  ['sport+/a', 'plusNotAlone', 5, '+/a'],
  ['a/+b/c', 'plusNotAlone', 2, 'a/+/c'],
  ['a/b+/#', 'plusNotAlone', 3, 'a/+/#'],
  ['++', 'plusNotAlone', 0, '+'],
  ['a+/b#', 'plusNotAlone', 1, '+/b/#'],
  ['$share', 'shareFilter', 6],
  ['$share/', 'shareFilter', 7],
  ['$share/g', 'shareFilter', 8],
  ['$share/g/', 'shareFilter', 9],
  ['$share//a', 'shareGroup', 7],
  ['$share/+/a', 'shareGroup', 7],
  ['$share/g+/a', 'shareGroup', 8, '$share/g/a'],
  ['$share/g#/a', 'shareGroup', 8, '$share/g/a'],
  ['$share/g/a#', 'hashNotAlone', 10, '$share/g/a/#'],
  ['$share/g/#/a', 'hashNotLast', 9, '$share/g/+/a'],
  ['a\u0000/#', 'nul', 1, 'a/#'],
  ['a/\ud83d', 'loneSurrogate', 2, 'a/'],
  ['x'.repeat(65_536), 'tooLong', 65_535],
  [' \t', 'blank', 0],
  ['a/# ', 'hashNotAlone', 2, 'a/#'],
  [' sport#\n', 'hashNotAlone', 6, 'sport/#'],
]

const label = (text: string) => (text.length > 30 ? `${text.slice(0, 4)}… (${text.length})` : JSON.stringify(text))

describe.each<[string, (text: string) => ReturnType<typeof validateFilter>, Row[]]>([
  ['topic name', validateTopicName, names],
  ['topic filter', validateFilter, filters],
])('%s', (_, validate, rows) => {
  test.each(rows.map((row) => [label(row[0]), row] as const))('%s', (_label, [text, code, position, suggestion]) => {
    const verdict = validate(text)
    expect([verdict.problem?.code, verdict.problem?.position, verdict.suggestion]).toEqual([code, position, suggestion])
  })
})

describe('blanks at an end are legal and most likely pasted along: a doubt with the text without them', () => {
  test.each([
    ['a/b\n', 3, 1, 'a/b'],
    [' \u3000a/b', 0, 2, 'a/b'],
    [' a b\r\n', 0, 1, 'a b'],
  ])('%j', (text, position, length, suggestion) => {
    const verdict = { doubt: { code: 'blank', position, length }, suggestion }
    expect([validateTopicName(text), validateFilter(text)]).toEqual([verdict, verdict])
  })

  test('no doubt without a way out of it', () => {
    // the whole of `$share` is a topic name, but no filter
    expect(validateFilter(' $share ')).toEqual({ doubt: { code: 'blank', position: 0, length: 1 } })
  })
})
