import { countJest, type JestResults } from './jestResults'

function results(statuses: [string, string][], broken = 0): JestResults {
  const assertionResults = statuses.map(([status, fullName]) => ({ status, fullName, failureMessages: [] }))
  const count = (status: string) => statuses.filter(([one]) => one === status).length
  return {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numRuntimeErrorTestSuites: broken,
    testResults: [{ name: '/home/a.test.ts', status: 'passed', message: '', assertionResults }],
    numTotalTests: statuses.length,
    numTotalTestSuites: 1 + broken,
  }
}

describe('counting what jest did', () => {
  test('a suite that could not be loaded is a failure', () => {
    expect(countJest(results([['passed', 'a']], 1))).toMatchObject({ passed: 1, failed: 1 })
  })

  test('a skip by describeWith tells its reason', () => {
    expect(countJest(results([['pending', 'H5 [skipped: no Chromium found] returns']])).skips).toEqual([
      { name: 'H5 returns', reason: 'no Chromium found' },
    ])
  })

  test('a skip in the source and a todo are told too', () => {
    const reasons = countJest(
      results([
        ['pending', 'a'],
        ['todo', 'b'],
      ]),
    ).skips.map(({ reason }) => reason)
    expect(reasons).toEqual(['skipped in the source', 'still to be written'])
  })

  test('a failure tells its full name, the first of its message and its place', () => {
    const { testResults } = results([])
    const message = [
      'Error: \x1b[31mnot so within 5000 ms\x1b[39m',
      ...Array.from({ length: 30 }, (_, i) => `screen ${i}`),
      '    at HostView.until (/home/node_modules/jest/view.ts:75:15)',
      '    at Object.<anonymous> (/home/test/e2e/h5.test.ts:40:3)',
    ].join('\n')
    testResults[0]?.assertionResults.push({ status: 'failed', fullName: 'H5 returns', failureMessages: [message] })
    const [failure] = countJest({ ...results([]), testResults }).failures
    expect(failure?.name).toBe('a.test.ts: H5 returns')
    expect(failure?.lines[0]).toBe('Error: not so within 5000 ms')
    expect(failure?.lines).toHaveLength(13)
    expect(failure?.lines.at(-1)).toBe('at Object.<anonymous> (/home/test/e2e/h5.test.ts:40:3)')
  })

  test('a file that could not be run tells why', () => {
    const testResults = [
      { name: '/home/b.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] },
    ]
    expect(countJest({ ...results([], 1), testResults }).failures).toEqual([
      { name: 'b.test.ts as a whole', lines: ['Cannot find module'] },
    ])
  })
})
