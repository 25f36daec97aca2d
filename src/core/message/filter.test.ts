import { createFilterIndex, filtersOf } from './filter'

const filters = ['site/#', 'site/+/env', '$share/g/site/1/env', 'other']

test('a topic may come by several filters, in their order', () => {
  expect(filtersOf('site/1/env', filters)).toEqual(['site/#', 'site/+/env', '$share/g/site/1/env'])
  expect(filtersOf('nothing', filters)).toEqual([])
})

test('the index gives the same array for the same topic, and forgets when it is full', () => {
  const filtersFor = createFilterIndex(filters, 1)
  const first = filtersFor('site/1/env')
  expect(filtersFor('site/1/env')).toBe(first)
  filtersFor('other')
  expect(filtersFor('site/1/env')).toEqual(first)
})
