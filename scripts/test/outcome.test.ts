import { exitCodeOf, lastLine, summaryOf, totalsOf, type Outcome } from './outcome'

const outcome = (change: Partial<Outcome>): Outcome => ({
  name: 'eslint',
  passed: 1,
  failed: 0,
  skips: [],
  failures: [],
  durationMs: 1234,
  summary: '',
  output: [],
  ...change,
})

describe('the summary of a run', () => {
  test('adds up checks and tests', () => {
    const totals = totalsOf([outcome({}), outcome({ name: 'jest', passed: 40, failed: 2 })])
    expect(lastLine(totals)).toBe('41 passed, 2 failed')
  })

  test('counts skips in the last line only when there are any, and tells each with its reason', () => {
    const lines = summaryOf([outcome({ skips: [{ name: 'the page returns', reason: 'no Chromium found' }] })], 2000)
    expect(lines).toContain('skipped 1: no Chromium found')
    expect(lines).toContain('  - the page returns')
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 1 skipped')
  })

  test('names what failed at the end, where a reader of a log cut short still sees it', () => {
    const failures = [{ name: 'h5.test.ts: the page returns', lines: ['expected: 1', '', 'received: 2'] }]
    const lines = summaryOf([outcome({ name: 'jest', failed: 1, failures }), outcome({})], 2000)
    const start = lines.indexOf('failed 1:')
    expect(lines.slice(start)).toEqual([
      'failed 1:',
      '✗ h5.test.ts: the page returns',
      '    expected: 1',
      '',
      '    received: 2',
      '',
      '',
      '2.0 s in all',
      '2 passed, 1 failed',
    ])
  })

  test('of many failures names all and explains the first', () => {
    const failures = Array.from({ length: 40 }, (_, i) => ({ name: `test ${i}.`, lines: [`why ${i}.`] }))
    const text = summaryOf([outcome({ failed: 40, failures })], 2000).join('\n')
    expect(text).toContain('why 0.')
    expect(text).toContain('test 39.')
    expect(text).not.toContain('why 39.')
  })
})

describe('the exit code', () => {
  test.each([
    ['everything passed', { passed: 3, failed: 0, skipped: 0 }, false, 0],
    ['something failed', { passed: 3, failed: 1, skipped: 0 }, false, 1],
    ['nothing ran', { passed: 0, failed: 0, skipped: 0 }, false, 1],
    ['something was skipped', { passed: 3, failed: 0, skipped: 1 }, false, 0],
    ['something was skipped where nothing may be', { passed: 3, failed: 0, skipped: 1 }, true, 1],
  ])('%s', (_, totals, mustRunAll, code) => expect(exitCodeOf(totals, mustRunAll)).toBe(code))
})
