import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runStep } from './runStep'
import { ROOT, type Step } from './steps'

const node = (script: string, more: Partial<Step> = {}): Step => ({
  name: 'a step',
  kind: 'check',
  command: [process.execPath, '-e', script],
  ...more,
})
const run = (step: Step, signal = new AbortController().signal) => runStep(step, signal, () => undefined)

describe('a check', () => {
  test('that ends with 0 counts as one passed', async () => {
    expect(await run(node('console.log("fine")'))).toMatchObject({ passed: 1, failed: 0, output: ['fine'] })
  })

  test('that ends otherwise counts as one failed, and all it said is kept', async () => {
    const outcome = await run(node('for (let i = 0; i < 500; i++) console.error(i); process.exitCode = 3'))
    expect(outcome).toMatchObject({ passed: 0, failed: 1 })
    expect(outcome.output).toHaveLength(500)
    expect(outcome.failures).toEqual([{ name: 'a step', lines: outcome.output.slice(-20) }])
  })

  test('that cannot be started fails', async () => {
    expect(await run({ name: 'none', kind: 'check', command: ['/nowhere/none'] })).toMatchObject({ failed: 1 })
  })

  test('is given up when the run is ended', async () => {
    const stopping = new AbortController()
    const running = run(node('setInterval(() => {}, 1000); console.log("up")'), stopping.signal)
    stopping.abort(new Error('ended by SIGINT'))
    await expect(running).rejects.toThrow('ended by SIGINT')
  })
})

describe('a build', () => {
  let folder: string
  beforeEach(() => {
    mkdirSync(path.join(ROOT, 'test-results'), { recursive: true })
    folder = mkdtempSync(path.join(ROOT, 'test-results', 'build-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const build = (script: string) => run(node(script, { builds: path.relative(ROOT, folder), proof: 'app.json' }))

  test('that ends with 0 and builds nothing fails, also when an older one is there', async () => {
    writeFileSync(path.join(folder, 'app.json'), '{}')
    expect(await build('')).toMatchObject({ passed: 0, failed: 1, output: [expect.stringContaining('app.json')] })
  })

  test('that leaves its proof passes', async () => {
    const file = JSON.stringify(path.join(folder, 'app.json'))
    const script = `require('fs').mkdirSync(require('path').dirname(${file})); require('fs').writeFileSync(${file}, '{}')`
    expect(await build(script)).toMatchObject({ passed: 1, failed: 0 })
  })
})

describe('a jest step', () => {
  test('that leaves no results is a failure', async () => {
    const step = node('process.exit(0)', { kind: 'jest' })
    expect(await run({ ...step, command: [process.execPath, '-e', 'process.exit(0)', '--'] })).toMatchObject({
      passed: 0,
      failed: 1,
      summary: 'jest did not finish',
    })
  })
})
