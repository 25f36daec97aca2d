import type { Skip } from './outcome'

const NAMED_REASON = /\[skipped: (.+?)\]/

/** What is read here of a `jest --json` file. https://jestjs.io/docs/configuration#testresultsprocessor-string */
export interface JestResults {
  numPassedTests: number
  numFailedTests: number
  numRuntimeErrorTestSuites: number
  numTotalTests: number
  numTotalTestSuites: number
  testResults: { assertionResults: { status: string; fullName: string }[] }[]
}

export interface JestCounts {
  passed: number
  failed: number
  skips: Skip[]
}

/**
 * Counts of a `jest --json` file. A suite that could not be loaded counts as one failure; a skipped test tells its
 * reason in the name of its block, as `describeWith` writes it.
 */
export function countJest(results: JestResults): JestCounts {
  const tests = results.testResults.flatMap((suite) => suite.assertionResults)
  const skips = tests
    .filter(({ status }) => status === 'pending' || status === 'skipped' || status === 'todo' || status === 'disabled')
    .map(({ fullName, status }) => ({
      name: fullName.replace(NAMED_REASON, '').replace(/ {2,}/g, ' '),
      reason: NAMED_REASON.exec(fullName)?.[1] ?? (status === 'todo' ? 'still to be written' : 'skipped in the source'),
    }))
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skips,
  }
}
