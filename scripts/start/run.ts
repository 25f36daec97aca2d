import path from 'node:path'
import { renderUnicodeCompact } from 'uqr'
import { buildPage } from './buildPage'
import type { StartOptions } from './options.mjs'
import { type Demo, startDemo } from './startDemo'

const WHITE_ON_BLACK = '\x1b[97;40m'
const RESET = '\x1b[0m'

/** On a terminal with its own colours set: a light theme would turn the code inside out. */
function qrCode(text: string): string {
  const code = renderUnicodeCompact(text, { border: 2 })
  if (!process.stdout.isTTY) return code
  return code
    .split('\n')
    .map((line) => `  ${WHITE_ON_BLACK}${line}${RESET}`)
    .join('\n')
}

function announce(demo: Demo, options: StartOptions): string {
  const [phoneUrl, ...otherUrls] = demo.lanUrls
  const lines = ['', '  Homing 归信 is running.', '', `  This computer   ${demo.url}`]
  if (phoneUrl) lines.push(`  Phone, same network   ${phoneUrl}`)
  if (otherUrls.length > 0) lines.push(`  or else   ${otherUrls.join('  ')}`)
  if (options.broker) lines.push(`  Broker   ${options.broker}`)
  if (demo.prefix) lines.push(`  Shared with strangers, so topics begin with ${demo.prefix}: send nothing private.`)
  if (demo.tcpPort) {
    lines.push(
      `  MQTT over TCP   port ${demo.tcpPort}, for example: mosquitto_sub -p ${demo.tcpPort} -t 'greenhouse/#' -v`,
    )
  }
  const where = options.broker ? 'publish to that broker' : 'publish to the embedded broker'
  lines.push(`  Simulated devices   ${options.devices ? where : 'none (--no-devices)'}`)
  if (phoneUrl) lines.push('', qrCode(phoneUrl))
  lines.push('', '  Ctrl-C ends everything.', '')
  return lines.join('\n')
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Builds, serves, and stays until the signal is aborted. A parent with an IPC channel is told the addresses. */
export async function run(options: StartOptions, signal: AbortSignal): Promise<void> {
  const print = (text: string) => console.log(text)
  const root = path.resolve(__dirname, '..', '..')
  const { distDir } = await buildPage({ root, print, signal })
  const { port, host, broker, devices } = options
  const demo = await startDemo({ port, host, broker, devices, distDir, print })
  print(announce(demo, options))
  process.send?.({ url: demo.url, lanUrls: demo.lanUrls, tcpPort: demo.tcpPort })
  await aborted(signal)
  await demo.stop()
}
