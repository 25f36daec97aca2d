import { createRequire } from 'node:module'
import { heal } from './heal.mjs'
import { HELP, parseOptions } from './start/options.mjs'

const stopping = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Every further Ctrl-C meets the same handler: the first one is already ending everything.
  process.on(name, () => stopping.abort(new Error(`ended by ${name}`)))
}

async function start() {
  const options = parseOptions(process.argv.slice(2))
  if (options.help) return console.log(HELP)
  await heal({ signal: stopping.signal })
  // tsx is there only now. Its CommonJS hook also loads TypeScript on Nodes without require(esm).
  const { register } = await import('tsx/cjs/api')
  register()
  const require = createRequire(import.meta.url)
  const { run } = require('./start/run.ts')
  await run(options, stopping.signal)
}

try {
  await start()
  process.exit(0)
} catch (error) {
  if (stopping.signal.aborted) process.exit(0)
  console.error(error?.name === 'ExplainedError' ? error.message : error)
  process.exit(1)
}
