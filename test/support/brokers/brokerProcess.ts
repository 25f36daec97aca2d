import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { isListening } from './ports'

const READY_WITHIN_MS = 10_000
const POLL_MS = 10
const END_WITHIN_MS = 5000
const KEPT_LOG_CHARS = 20_000

/** One run after another of the same broker program. */
export interface BrokerProcess {
  /** Starts the program and waits until every port accepts connections. Rejects when it ends before. */
  start(ports: readonly number[]): Promise<void>
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  log(): string
}

// a test run that is cut short must not leave brokers behind
const running = new Set<ChildProcess>()
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')))

export function brokerProcess(command: string, args: (ports: readonly number[]) => string[]): BrokerProcess {
  let child: ChildProcess | undefined
  let log = ''
  const hasEnded = (one: ChildProcess) => one.exitCode !== null || one.signalCode !== null

  const end: BrokerProcess['end'] = async (signal) => {
    const ending = child
    if (!ending || hasEnded(ending)) return
    const exited = once(ending, 'exit')
    ending.kill(signal)
    const timer = setTimeout(() => ending.kill('SIGKILL'), END_WITHIN_MS)
    await exited
    clearTimeout(timer)
  }

  return {
    end,
    log: () => log,
    async start(ports) {
      const started = spawn(command, args(ports), { stdio: ['ignore', 'pipe', 'pipe'] })
      child = started
      running.add(started)
      started.once('exit', () => running.delete(started))
      let failure: Error | undefined
      started.once('error', (error) => (failure = error))
      const keep = (text: string) => (log = (log + text).slice(-KEPT_LOG_CHARS))
      started.stdout.setEncoding('utf8').on('data', keep)
      started.stderr.setEncoding('utf8').on('data', keep)

      const deadline = Date.now() + READY_WITHIN_MS
      for (;;) {
        const areOpen = (await Promise.all(ports.map(isListening))).every(Boolean)
        if (failure) throw failure
        if (hasEnded(started))
          throw new Error(`${command} ended with ${started.exitCode ?? started.signalCode}:\n${log}`)
        if (areOpen) return
        if (Date.now() > deadline) {
          await end('SIGKILL')
          throw new Error(`${command} opened no port within ${READY_WITHIN_MS} ms:\n${log}`)
        }
        await delay(POLL_MS)
      }
    },
  }
}
