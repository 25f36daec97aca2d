import { parseQuery } from './parseQuery'
import { printCondition, printQuery } from './printQuery'

const conditionsOf = (text: string) => parseQuery(text).query.conditions.map(printCondition)
const problemOf = (text: string) => parseQuery(text).problem

describe('a query', () => {
  it('is words, phrases and exclusions, all of which have to hold', () => {
    expect(parseQuery('pump -ok "two words"').query.conditions).toEqual([
      { kind: 'text', text: 'pump', isExcluded: false },
      { kind: 'text', text: 'ok', isExcluded: true },
      { kind: 'text', text: 'two words', isExcluded: false },
    ])
  })

  it('has keys for what is not text', () => {
    expect(parseQuery('topic:site/+/temp qos:2 retain:yes dir:in after:24h before:2026-03-01T14:05').query).toEqual({
      isCaseSensitive: false,
      conditions: [
        { kind: 'topic', filter: 'site/+/temp', isExcluded: false },
        { kind: 'qos', qos: 2, isExcluded: false },
        { kind: 'retained', isRetained: true, isExcluded: false },
        { kind: 'direction', direction: 'received', isExcluded: false },
        { kind: 'time', edge: 'after', moment: { ago: 24, unit: 'h' }, isExcluded: false },
        { kind: 'time', edge: 'before', moment: { local: [2026, 3, 1, 14, 5, 0, 0] }, isExcluded: false },
      ],
    })
  })

  it.each([
    ['temp>21.5', ['temp'], '>', 21.5],
    ['temp > 21.5', ['temp'], '>', 21.5],
    ['$.a.b[0] <= 3', ['a', 'b', 0], '<=', 3],
    ['$["两 字"] != -1e3', ['两 字'], '!=', -1000],
    ['温度 ≥ 21', ['温度'], '>=', 21],
    ['$ == 7', [], '=', 7],
    ['fan-speed＜.5', ['fan-speed'], '<', 0.5],
  ])('compares a number: %s', (text, path, operator, value) => {
    expect(parseQuery(text)).toMatchObject({
      query: { conditions: [{ kind: 'number', path, operator, value, isExcluded: false }] },
    })
    expect(problemOf(text)).toBeUndefined()
  })

  it.each([
    ['0xFFd8', ['0xffd8']],
    ['"0xFFd8"', ['"0xFFd8"']],
    ['http://a/b', ['http://a/b']],
    ['site/1>3', ['site/1>3']],
    ['{"a":1}', ['{"a":1}']],
    ['-', ['"-"']],
    ['a - b', ['a', '"-"', 'b']],
    ['-topic:"with space/#"', ['-topic:"with space/#"']],
    ['topic:“中 文/+”', ['topic:"中 文/+"']],
    ['“温 度”', ['"温 度"']],
    ['QoS：1', ['qos:1']],
    ['dir:SENT', ['dir:out']],
    ['say "no end', ['say', '"no end"']],
    ['""', []],
    ['  ', []],
    ['"a\\"b\\\\c"', ['a"b\\c']],
  ])('reads %s', (text, expected) => {
    expect(conditionsOf(text)).toEqual(expected)
    expect(problemOf(text)).toBeUndefined()
  })

  it('takes upper and lower case as they are when asked', () => {
    expect(parseQuery('Pump case:yes').query.isCaseSensitive).toBe(true)
    expect(parseQuery('Pump -case:yes').query.isCaseSensitive).toBe(false)
    expect(printQuery(parseQuery('case:yes Pump').query)).toBe('Pump case:yes')
  })

  it.each([
    ['qos:5', { code: 'qos', found: '5' }],
    ['qos:', { code: 'valueMissing', found: 'qos' }],
    ['dir:up', { code: 'direction', found: 'up' }],
    ['retain:maybe', { code: 'yesNo', found: 'maybe' }],
    ['after:yesterday', { code: 'moment', found: 'yesterday' }],
    ['after:2026-02-30', { code: 'moment', found: '2026-02-30' }],
    ['topic:a/#/b', { code: 'topic', found: 'a/#/b', topic: 'hashNotLast', suggestion: 'a/+/b' }],
    ['0xabc', { code: 'bytes', found: '0xabc' }],
    ['temp >', { code: 'number', found: 'temp >' }],
    ['status=ok', { code: 'number', found: 'status=ok' }],
    ['temp > 21,5', { code: 'number', found: 'temp > 21,5' }],
    ['temp>1e999', { code: 'number', found: 'temp>1e999' }],
  ])('says what is wrong with %s', (text, problem) => {
    expect(problemOf(text)).toEqual(problem)
  })

  it('keeps what it understands beside what it does not', () => {
    const { query, parts } = parseQuery('pump qos:7 -ok')
    expect(query.conditions.map(printCondition)).toEqual(['pump', '-ok'])
    expect(parts.map(({ from, to }) => [from, to])).toEqual([
      [0, 4],
      [5, 10],
      [11, 14],
    ])
  })
})
