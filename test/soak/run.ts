import { parseArgs } from 'node:util'
import { missing } from '../support/requirements'
import { describeSoak, problemsOf, summarize } from './report'
import { soak, soakDefaults } from './soak'

const HELP = `npm run soak -- [options]

Clients on a bad network: real mosquitto, real sockets, faults by the seed.
  --faults <n>      how many at least (500)
  --seed <n>        repeats the faults of another run (a new one each time)
  --speed <n>       the clients' clocks go so much faster than real time (${soakDefaults.speed})
  --without <kind>  leaves a kind of fault out; may be given several times
  --broker-kill     the broker is ended by SIGKILL and loses messages of its own: told, not judged`

function readOptions() {
  const { values } = parseArgs({
    options: {
      faults: { type: 'string', default: '500' },
      seed: { type: 'string' },
      speed: { type: 'string', default: String(soakDefaults.speed) },
      without: { type: 'string', multiple: true, default: [] },
      'broker-kill': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const number = (name: 'faults' | 'seed' | 'speed', text: string) => {
    if (!/^\d+$/.test(text) || text === '0') throw new Error(`--${name} wants a number, not ${text}`)
    return Number(text)
  }
  return {
    isHelp: values.help,
    without: values.without,
    isBrokerKilled: values['broker-kill'],
    faults: number('faults', values.faults),
    speed: number('speed', values.speed),
    seed: values.seed === undefined ? 1 + Math.floor(Math.random() * 0x7ffffffe) : number('seed', values.seed),
  }
}

async function main(): Promise<number> {
  const { isHelp, ...options } = readOptions()
  const say = (line: string) => process.stdout.write(`${line}\n`)
  if (isHelp) {
    say(HELP)
    return 0
  }
  const absent = missing({ mosquitto: true })
  if (absent.length > 0) {
    say(`skipped: ${absent.join('; ')}`)
    return process.env.HOMING_REQUIRE_ALL === '1' ? 1 : 0
  }
  say(`seed ${options.seed}; the clients' clocks go ${options.speed} times as fast as real time`)
  const result = await soak({ ...soakDefaults, ...options, progress: say })
  for (const line of describeSoak(result)) say(line)
  const problems = options.isBrokerKilled ? [] : problemsOf(result)
  for (const problem of problems) say(`✗ ${problem}`)
  if (problems.length > 0) for (const line of result.missing.slice(0, 20)) say(`    ${line}`)
  say(`${options.isBrokerKilled ? 'not judged: ' : ''}${summarize(result)}`)
  return problems.length > 0 ? 1 : 0
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
