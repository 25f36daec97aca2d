import { spawn } from 'node:child_process'

// npm ci does not hear SIGTERM while it unpacks
const KILL_AFTER_MS = 1000
const KEPT_LINES = 200

/** Ends the child and whatever it started: it leads a process group of its own (Windows has none, taskkill walks the tree). */
function endGroup(child, signal) {
  if (child.pid === undefined) return
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => child.kill())
    return
  }
  try {
    process.kill(-child.pid, signal)
  } catch {
    // ESRCH: the group is already gone
  }
}

/**
 * Runs a command to its end, hands over its output line by line and keeps the last lines for a failure.
 * An aborted signal ends the whole process group and rejects with the signal's reason once it is gone.
 */
export function runChild(command, args, { cwd, env, signal, onLine, shell } = {}) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const isPosix = process.platform !== 'win32'
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      shell,
      detached: isPosix,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const lines = []
    const watch = (stream) => {
      let rest = ''
      const take = (line) => {
        lines.push(line)
        if (lines.length > KEPT_LINES) lines.shift()
        onLine?.(line)
      }
      stream.setEncoding('utf8').on('data', (text) => {
        const parts = (rest + text).split(/\r\n|\n|\r/)
        rest = parts.pop()
        parts.forEach(take)
      })
      stream.on('end', () => rest && take(rest))
    }
    watch(child.stdout)
    watch(child.stderr)

    let killTimer
    const onAbort = () => {
      endGroup(child, 'SIGTERM')
      killTimer = setTimeout(() => endGroup(child, 'SIGKILL'), KILL_AFTER_MS)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    const settle = () => {
      clearTimeout(killTimer)
      signal?.removeEventListener('abort', onAbort)
    }
    child.on('error', (error) => {
      settle()
      reject(error)
    })
    child.on('close', (code, endedBy) => {
      settle()
      // a leader that obeyed SIGTERM may leave workers behind
      if (signal?.aborted) endGroup(child, 'SIGKILL')
      if (signal?.aborted) reject(signal.reason)
      else resolve({ code: code ?? 1, endedBy, lines })
    })
  })
}
