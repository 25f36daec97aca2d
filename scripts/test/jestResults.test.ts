import { countJest, type JestResults } from './jestResults'

function results(statuses: [string, string][], broken = 0): JestResults {
  const assertionResults = statuses.map(([status, fullName]) => ({ status, fullName }))
  const count = (status: string) => statuses.filter(([one]) => one === status).length
  return {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numRuntimeErrorTestSuites: broken,
    testResults: [{ assertionResults }],
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
})
