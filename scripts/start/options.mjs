// Plain Node: a wrong option is answered before a minute of installing.
import { parseArgs } from 'node:util'
import { ExplainedError } from '../explained.mjs'

export const HELP = `npm start -- [options]

  --port <n>       port of the page and of MQTT over WebSocket (default 5180; the next free one if taken)
  --host <name>    address to listen on (default 0.0.0.0: phones in the same network can join;
                   127.0.0.1 keeps it to this computer)
  --broker <url>   use this broker (ws:// or wss://) instead of the embedded one
  --no-devices     without the simulated devices
  --help           this text
`

function parsePort(text) {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65535)
    throw new ExplainedError(`--port wants a number from 0 to 65535, not "${text}".`)
  return port
}

function parseBroker(text) {
  let url
  try {
    url = new URL(text)
  } catch {
    throw new ExplainedError(`--broker wants a whole address such as wss://broker.emqx.io:8084/mqtt, not "${text}".`)
  }
  if (!['ws:', 'wss:'].includes(url.protocol)) {
    throw new ExplainedError(
      `--broker wants ws:// or wss://, not "${url.protocol}//": a page can reach MQTT only over WebSocket.\n` +
        'Look up the WebSocket port and path of the broker, for example ws://host:8083/mqtt.',
    )
  }
  if (url.username || url.password) {
    throw new ExplainedError(
      '--broker takes no user and password: /homing.json would show them to everybody in the network.',
    )
  }
  return url.href
}

/** Reads the command line of `npm start`. Throws {@link ExplainedError}. */
export function parseOptions(argv) {
  let values
  try {
    values = parseArgs({
      args: argv,
      options: {
        port: { type: 'string', default: '5180' },
        host: { type: 'string', default: '0.0.0.0' },
        broker: { type: 'string' },
        'no-devices': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new ExplainedError(`${error.message}\nnpm start -- --help lists the options.`)
  }
  return {
    port: parsePort(values.port),
    host: values.host,
    broker: values.broker === undefined ? undefined : parseBroker(values.broker),
    devices: !values['no-devices'],
    help: values.help,
  }
}
