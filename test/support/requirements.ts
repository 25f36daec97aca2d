import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** Programs of the system that some tests cannot do without. */
export interface Requirements {
  chromium?: boolean
  mosquitto?: boolean
}

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const CHROMIUM_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]
/** Where Debian and Homebrew put daemons, outside the PATH of an ordinary user. */
const DAEMON_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin']

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function find(names: readonly string[], places: readonly string[] = []): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), ...DAEMON_FOLDERS]
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return [...onPath, ...places].find(isExecutable)
}

/** A Chromium to drive: `CHROMIUM_PATH`, or the first one the system has. */
export function chromiumPath(): string | undefined {
  return process.env.CHROMIUM_PATH ?? find(CHROMIUM_NAMES, CHROMIUM_APPS)
}

/** The mosquitto broker: `MOSQUITTO_PATH`, or the one the system has. */
export function mosquittoPath(): string | undefined {
  return process.env.MOSQUITTO_PATH ?? find(['mosquitto'])
}

const PROBES: { [Name in keyof Required<Requirements>]: () => string | undefined } = {
  chromium: chromiumPath,
  mosquitto: mosquittoPath,
}
const HINTS: { [Name in keyof Required<Requirements>]: string } = {
  chromium: 'no Chromium found: install it, or set CHROMIUM_PATH',
  mosquitto: 'no mosquitto found: install it, or set MOSQUITTO_PATH',
}

/** What of `needs` this machine lacks, in words; empty when everything is there. */
export function missing(needs: Requirements): string[] {
  const names: (keyof Requirements)[] = ['chromium', 'mosquitto']
  return names.filter((name) => needs[name] && PROBES[name]() === undefined).map((name) => HINTS[name])
}

/**
 * A `describe` for tests that need programs of the system. Where one is absent the tests are skipped and the reason
 * stands in the block's name, which is what `npm test` prints; with `HOMING_REQUIRE_ALL=1` they fail instead.
 */
export function describeWith(needs: Requirements, name: string, define: () => void): void {
  const reasons = missing(needs)
  if (reasons.length === 0) return describe(name, define)
  const reason = reasons.join('; ')
  if (process.env.HOMING_REQUIRE_ALL === '1') {
    return describe(name, () => test('has what it needs', () => Promise.reject(new Error(reason))))
  }
  describe.skip(`${name} [skipped: ${reason}]`, define)
}
