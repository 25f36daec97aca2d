import { excerptOf, highlightsOf } from './highlight'
import { parseQuery } from './parseQuery'

const marked = (text: string, query: string) =>
  highlightsOf(text, parseQuery(query).query).map(({ from, to }) => text.slice(from, to))

describe('what is marked', () => {
  it('is every hit of every word, whatever its case', () => {
    expect(marked('Pump 2, PUMP 3: fan off', 'pump fan')).toEqual(['Pump', 'PUMP', 'fan'])
    expect(marked('ΟΔΟΣ οδος', 'οδοσ')).toEqual(['ΟΔΟΣ', 'οδος'])
    expect(marked('İstanbul', 'istan')).toEqual(['İstan'])
    expect(marked('Pump pump', 'pump case:yes')).toEqual(['pump'])
  })

  it('is one piece where hits overlap or touch', () => {
    expect(marked('abcde', 'abc bcd e')).toEqual(['abcde'])
  })

  it('is nothing that is excluded or stands elsewhere', () => {
    expect(marked('pump ok', 'pump -ok qos:1 topic:ok')).toEqual(['pump'])
  })

  it('is the number that was compared', () => {
    expect(marked('{"a":{"temp": 21.5},"temp":"x"}', 'a.temp>3')).toEqual(['"temp": 21.5'])
  })

  it('is bounded', () => {
    expect(highlightsOf('a '.repeat(10_000), parseQuery('a').query).length).toBeLessThanOrEqual(200)
  })
})

describe('an excerpt', () => {
  const long = `${'x'.repeat(500)}\npump\t2${'y'.repeat(500)}`

  it('is around the first hit, in one line', () => {
    const { text, ranges } = excerptOf(long, parseQuery('pump').query, 60)
    expect(text).toBe(`…${'x'.repeat(23)} pump 2${'y'.repeat(30)}…`)
    expect(ranges.map(({ from, to }) => text.slice(from, to))).toEqual(['pump'])
  })

  it('is the beginning where nothing is marked', () => {
    expect(excerptOf('abc'.repeat(50), parseQuery('qos:1').query, 10)).toEqual({ text: 'abcabcabca…', ranges: [] })
  })

  it('splits no pair of surrogates', () => {
    const { text } = excerptOf('😀'.repeat(100) + 'z' + '😀'.repeat(100), parseQuery('z').query, 41)
    expect(encodeURIComponent(text)).toContain('z')
  })
})
