import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Failure, Skip } from './outcome'

const MESSAGE_LINES = 12
const NAMED_REASON = /\[skipped: (.+?)\]/

/** What is read here of a `jest --json` file. https://jestjs.io/docs/configuration#testresultsprocessor-string */
export interface JestResults {
  numPassedTests: number
  numFailedTests: number
  numRuntimeErrorTestSuites: number
  numTotalTests: number
  numTotalTestSuites: number
  testResults: {
    /** Path of the file. */
    name: string
    status: string
    /** Why the file could not be loaded, or what failed after its tests; else the messages of its tests. */
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] | null }[]
  }[]
}

export interface JestCounts {
  passed: number
  failed: number
  skips: Skip[]
  failures: Failure[]
}

const isStackLine = (line: string): boolean => /^\s+at .*:\d+:\d+\)?$/.test(line)

/** The first lines of a message, and the first place in our own files. */
function firstLines(message: string): string[] {
  const lines = stripVTControlCharacters(message).trim().split('\n')
  const stack = lines.findIndex(isStackLine)
  const said = (stack < 0 ? lines : lines.slice(0, stack)).filter((line) => line.trim() !== '')
  const place = lines.find((line) => isStackLine(line) && !line.includes('node_modules') && !line.includes('(node:'))
  return [...said.slice(0, MESSAGE_LINES), ...(place === undefined ? [] : [place.trim()])]
}

function failuresOf({
  name,
  status: ofFile,
  message,
  assertionResults,
}: JestResults['testResults'][number]): Failure[] {
  const file = path.basename(name)
  const failed = assertionResults.filter(({ status }) => status === 'failed')
  if (ofFile === 'failed' && failed.length === 0) return [{ name: `${file} as a whole`, lines: firstLines(message) }]
  return failed.map(({ fullName, failureMessages }) => {
    return { name: `${file}: ${fullName}`, lines: firstLines((failureMessages ?? []).join('\n')) }
  })
}

/**
 * What a `jest --json` file comes to. A suite that could not be loaded counts as one failure; a skipped test tells its
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
    failures: results.testResults.flatMap(failuresOf),
  }
}
