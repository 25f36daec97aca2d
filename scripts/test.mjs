import { createRequire } from 'node:module'
import { heal } from './heal.mjs'
import { installSystemPackages } from './test/systemPackages.mjs'

const HELP = `npm test        everything: checks, both builds, unit, page and end-to-end tests
npm run check   the fast part: no builds, no end-to-end tests (--fast)

--fast                      leave out builds, sizes and end-to-end tests
HOMING_REQUIRE_ALL=1        a skipped test or check is a failure
CHROMIUM_PATH, MOSQUITTO_PATH  programs to use instead of those found`

const stopping = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => stopping.abort(new Error(`ended by ${name}`)))
}

async function test(args) {
  const unknown = args.filter((arg) => !['--fast', '--help'].includes(arg))
  if (unknown.length > 0) throw new Error(`unknown option ${unknown.join(' ')}\n\n${HELP}`)
  if (args.includes('--help')) return console.log(HELP)
  const isFast = args.includes('--fast')
  await heal({ signal: stopping.signal })
  if (!isFast) installSystemPackages()
  const { register } = await import('tsx/cjs/api')
  register()
  const { run } = createRequire(import.meta.url)('./test/run.ts')
  return run({ isFast, signal: stopping.signal })
}

try {
  process.exitCode = await test(process.argv.slice(2))
} catch (error) {
  console.error(error?.name === 'ExplainedError' || stopping.signal.aborted ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exitCode = 1
}
