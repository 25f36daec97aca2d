import { existsSync } from 'node:fs'
import path from 'node:path'

/** One thing `npm test` runs: a command, and how its end is read. */
export interface Step {
  name: string
  command: string[]
  /** `check` counts as one; `jest` as its tests. */
  kind: 'check' | 'jest'
  env?: Record<string, string>
  /** Names of steps that must have passed, or this one is skipped. */
  needs?: string[]
  /** Folder it builds: emptied first. */
  builds?: string
  /** File in that folder without which nothing was built: Taro ends with 0 for a configuration it refuses. */
  proof?: string
  /** In a failing step's output, what comes before this line is progress and is left out. */
  tellsFrom?: RegExp
  /** Shows its last line in the table: the figures. */
  tellsFigures?: boolean
}

export const ROOT = path.resolve(__dirname, '../..')

const bin = (name: string): string => path.join(ROOT, 'node_modules', '.bin', name)
const check = (name: string, command: string[], more: Partial<Step> = {}): Step => ({
  name,
  command,
  kind: 'check',
  ...more,
})
const ownCheck = (name: string, needs?: string[]): Step =>
  check(name, [bin('tsx'), 'scripts/checks/run.ts', name], { needs, tellsFigures: true })

/** Checks that look at the sources, the longest first: two run at a time. */
function sourceChecks(isFast: boolean): Step[] {
  // the cache knows the file's content, not the types it imports: only the quick look relies on it
  const eslintCache = isFast ? ['--cache', '--cache-location', 'node_modules/.cache/eslint/'] : []
  const depcruise = [bin('depcruise'), 'src', 'config', 'test', 'scripts', '--output-type', 'err-long']
  return [
    check('eslint', [bin('eslint'), '--max-warnings', '0', ...eslintCache, '.']),
    check('tsc h5', [bin('tsc'), '-p', 'tsconfig.json']),
    check('tsc weapp', [bin('tsc'), '-p', 'tsconfig.weapp.json']),
    check('prettier', [bin('prettier'), '--check', '--log-level', 'warn', '.']),
    check('layers h5', depcruise, { env: { HOMING_PLATFORM: 'h5' } }),
    check('layers weapp', depcruise, { env: { HOMING_PLATFORM: 'weapp' } }),
    check('knip', [bin('knip'), '--no-progress']),
    ownCheck('contrast'),
  ]
}

const build = (platform: string, proof: string): Step =>
  check(`build ${platform}`, [bin('taro'), 'build', '--type', platform], {
    builds: `dist/${platform}`,
    proof,
    tellsFrom: /✖ Webpack|Error/,
  })

function buildChecks(): Step[] {
  const steps = [
    ownCheck('weapp-package', ['build weapp']),
    ownCheck('no-eval', ['build weapp']),
    ownCheck('h5-parses', ['build h5']),
    ownCheck('licences', ['build weapp', 'build h5']),
    ownCheck('sizes', ['build weapp', 'build h5']),
  ]
  const mqttBytes = 'scripts/mqttBytes.ts'
  if (existsSync(path.join(ROOT, mqttBytes))) {
    steps.push(check('mqtt-bytes', [bin('tsx'), mqttBytes], { tellsFigures: true }))
  }
  return steps
}

const jestStep = (name: string, projects: string[], more: Partial<Step> = {}): Step => ({
  name,
  kind: 'jest',
  command: [bin('jest'), '--ci', '--maxWorkers', '2', '--selectProjects', ...projects],
  ...more,
})

/** Phases in order; the steps of one phase run two at a time, jest fills both cores by itself. */
export function planOf({ isFast }: { isFast: boolean }): Step[][] {
  const unit = jestStep('jest node, pages', ['node', 'pages'])
  if (isFast) return [sourceChecks(true), [unit]]
  const endToEnd = jestStep('jest e2e', ['e2e'], { needs: ['build weapp', 'build h5'] })
  return [
    sourceChecks(false),
    [build('weapp', 'app.json'), build('h5', 'index.html')],
    buildChecks(),
    [unit],
    // it waits more than it works
    [endToEnd],
    // alone: its clients' clocks run at four times the pace, and a busy core would pass for a bad network
    [check('soak', [bin('tsx'), 'test/soak/run.ts', '--faults', '500'], { tellsFigures: true })],
  ]
}
