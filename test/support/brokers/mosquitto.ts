import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import { mosquittoPath } from '../requirements'
import { brokerProcess } from './brokerProcess'
import { managedBroker } from './managedBroker'
import type { Broker, BrokerOptions } from './types'

/** mosquitto binds its WebSocket listener to an interface by name and ignores an address (2.0.11). */
function loopbackInterface(): string {
  const found = Object.entries(networkInterfaces()).find(([, infos]) => infos?.some((info) => info.internal))
  return found?.[0] ?? 'lo'
}

/** What mosquitto_passwd writes: PBKDF2 with SHA-512, 101 rounds (mosquitto 2.0, `$7$`). */
function writePasswords(file: string, { username, password }: NonNullable<BrokerOptions['login']>): void {
  const salt = randomBytes(12)
  const hash = pbkdf2Sync(password, salt, 101, 64, 'sha512')
  writeFileSync(file, `${username}:$7$101$${salt.toString('base64')}$${hash.toString('base64')}\n`, { mode: 0o600 })
}

function configuration(folder: string, options: BrokerOptions, [tcpPort, wsPort]: readonly number[]): string {
  const everywhere = options.everywhere === true
  return [
    // as root mosquitto becomes another user, who could not write here
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    ...(options.login
      ? ['allow_anonymous false', `password_file ${path.join(folder, 'passwords')}`]
      : ['allow_anonymous true']),
    'persistence true',
    `persistence_location ${folder}${path.sep}`,
    'autosave_on_changes true',
    'autosave_interval 1',
    // its defaults drop messages for a sleeping or slow subscriber, and announce Receive Maximum 20
    'max_queued_messages 0',
    'max_inflight_messages 200',
    'set_tcp_nodelay true',
    'log_dest stderr',
    'log_type all',
    ...(options.mosquittoConfig ?? []),
    `listener ${tcpPort} ${everywhere ? '0.0.0.0' : '127.0.0.1'}`,
    `listener ${wsPort}${everywhere ? '' : ` ${loopbackInterface()}`}`,
    'protocol websockets',
    '',
  ].join('\n')
}

/** Starts a mosquitto of its own: MQTT 3.1.1 and 5, sessions kept over restarts. Rejects where it is not installed. */
export async function startMosquitto(options: BrokerOptions = {}): Promise<Broker> {
  const program = mosquittoPath()
  if (program === undefined) throw new Error('no mosquitto found: install it, or set MOSQUITTO_PATH')
  const folder = mkdtempSync(path.join(tmpdir(), 'homing-mosquitto-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  const configFile = path.join(folder, 'mosquitto.conf')
  try {
    if (options.login) writePasswords(path.join(folder, 'passwords'), options.login)
    const child = brokerProcess(program, (ports) => {
      writeFileSync(configFile, configuration(folder, options, ports))
      return ['-c', configFile]
    })
    return await managedBroker('mosquitto', child, removeFolder)
  } catch (error) {
    removeFolder()
    throw error
  }
}
