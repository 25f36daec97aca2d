import { createServer, type AddressInfo, type Server } from 'node:net'
import { ExplainedError } from '../explained.mjs'

const TRIES = 50

function listenOnce(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => {
      server.off('listening', onListening)
      reject(error)
    }
    const onListening = () => {
      server.off('error', onError)
      resolve((server.address() as AddressInfo).port)
    }
    server.once('error', onError).once('listening', onListening)
    server.listen({ port, host })
  })
}

/**
 * macOS and Windows let 0.0.0.0 be bound beside somebody's 127.0.0.1 on the same port, and the browser then reaches
 * the other one. Binding the loopback address for a moment finds that out everywhere.
 */
async function isLoopbackFree(port: number): Promise<boolean> {
  const probe = createServer()
  try {
    await listenOnce(probe, port, '127.0.0.1')
  } catch {
    return false
  }
  await new Promise((resolve) => probe.close(resolve))
  return true
}

/**
 * Listens on `port`, or on the next free one (0: any). Answers with the port it got.
 * A server of `node:http` is one of `node:net`.
 */
export async function listenOnFreePort(server: Server, port: number, host: string): Promise<number> {
  if (port === 0) return listenOnce(server, 0, host)
  for (let candidate = port; candidate < port + TRIES && candidate <= 65535; candidate += 1) {
    try {
      if (host === '0.0.0.0' && !(await isLoopbackFree(candidate))) continue
      return await listenOnce(server, candidate, host)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
        throw new ExplainedError(`--host ${host} is no address of this computer.`)
      }
      // EACCES: a privileged port, or one that Windows keeps for itself; both have free ones above them
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error
    }
  }
  throw new ExplainedError(
    `No free port from ${port} to ${Math.min(port + TRIES - 1, 65535)}. Choose another with --port.`,
  )
}
