import { matches } from './match'
import { overlaps } from './overlap'

it.each([
  ['a/#', 'a/+/c', true],
  ['a/#', 'a', true],
  ['+/b', 'a/+', true],
  ['a', 'a', true],
  ['#', 'x/y', true],
  ['$share/g/a/#', 'a/b', true],
  ['a/b', 'a/c', false],
  ['a/+', 'a', false],
  ['a/+/c', 'a/b', false],
  ['#', '$SYS/#', false],
  ['$SYS/#', '$SYS/broker/+', true],
])('%s and %s: %s', (a, b, is) => {
  expect(overlaps(a, b)).toBe(is)
  expect(overlaps(b, a)).toBe(is)
})

it('agrees with what filters match, over all short ones', () => {
  const levels = ['a', '', '+', '$s']
  const filters = [...levels, '#'].reduce<string[]>(
    (all, first) => all.concat(first, first === '#' ? [] : [...levels, '#'].map((second) => `${first}/${second}`)),
    [],
  )
  const topics = [
    'a',
    '$s',
    'a/a',
    'a/',
    '/a',
    '/',
    '$s/a',
    'b',
    'b/b',
    'a/b',
    'b/a',
    '/b',
    'b/',
    '$s/$s',
    '$s/',
    'a/$s',
  ]
  const more = ['', ...topics, 'a/a/a', 'b/b/b', '$s/b', '/a/a', '/b/b', '$s/b/b', 'b/$s', '/$s', 'a/b/b', 'b/a/a']
  for (const a of filters.filter(Boolean)) {
    for (const b of filters.filter(Boolean)) {
      const isMet = more.some((topic) => matches(a, topic) && matches(b, topic))
      expect([a, b, overlaps(a, b)]).toEqual([a, b, isMet])
    }
  }
})
