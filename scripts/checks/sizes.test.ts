import { judgeSizes } from './sizes'

const entry = { name: 'H5', passed: true, size: 200_000, sizeLimit: 250_000 }

describe('size budgets', () => {
  test('tell figure and limit', () => {
    expect(judgeSizes(JSON.stringify([entry]))).toEqual({ summary: 'H5 200 kB of 250 kB', failures: [] })
  })

  test.each([
    ['a size over its limit', [{ ...entry, passed: false, size: 251_000 }], 'H5: 251 kB, the budget is 250 kB'],
    [
      'a pattern that matches no file, which size-limit lets pass',
      [{ name: 'H5', passed: true, size: 0 }],
      'H5: no file found',
    ],
    ['an entry without a limit', [{ name: 'H5', passed: true, size: 5 }], 'H5: no limit'],
    ['an empty configuration', [], 'no budget in .size-limit.json'],
  ])('%s fails', (_, entries, failure) => {
    expect(judgeSizes(JSON.stringify(entries)).failures).toEqual([failure])
  })
})
