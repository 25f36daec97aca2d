// Plain Node: .ci/run and npm test call it before anything of npm is sure to be there.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Debian package → programs of which one makes it unnecessary. */
const NEEDED = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  mosquitto: ['mosquitto'],
  'mosquitto-clients': ['mosquitto_pub'],
}
/** Chinese text on screenshots is boxes without it. */
const FONT_PACKAGE = 'fonts-noto-cjk'
const FONT_FOLDER = '/usr/share/fonts/opentype/noto'

function isThere(program) {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.some((folder) => existsSync(path.join(folder, program)))
}

/** Debian packages this machine lacks of those that the end-to-end tests use. */
export function missingPackages() {
  const missing = Object.keys(NEEDED).filter((name) => !NEEDED[name].some(isThere))
  return existsSync(FONT_FOLDER) ? missing : [...missing, FONT_PACKAGE]
}

function aptGet(args) {
  const { status, stdout, stderr } = spawnSync('apt-get', args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`.trim())
}

/**
 * Installs what is missing where that needs no question: on Debian, as root (a container, a build machine).
 * Elsewhere nothing happens, and the tests that need a program are skipped with that reason.
 */
export function installSystemPackages() {
  const missing = missingPackages()
  const isRoot = process.getuid?.() === 0
  if (missing.length === 0 || !isRoot || !existsSync('/usr/bin/apt-get')) return
  console.log(`Installing for the tests: ${missing.join(', ')} (apt-get)`)
  try {
    aptGet(['update', '-q'])
    aptGet(['install', '-y', '-q', '--no-install-recommends', ...missing])
  } catch (error) {
    console.error(error.message)
    console.error('Tests that need what is missing will be skipped.')
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installSystemPackages()
