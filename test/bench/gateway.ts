import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/**
 * WebSocket in front of a broker's TCP port. mosquitto 2.0.11 accepts WebSockets at a tick of 100 ms only, which hides
 * what a client adds. In a thread of its own: a broker does not wait while an app draws.
 */
export async function startGateway(tcpPort: number): Promise<{ url: string; stop(): Promise<void> }> {
  const options = { workerData: tcpPort, execArgv: ['--require', require.resolve('tsx/cjs')] }
  const worker = new Worker(require.resolve('./gatewayThread.ts'), options)
  const [port] = (await once(worker, 'message')) as [number]
  return {
    url: `ws://127.0.0.1:${port}`,
    async stop() {
      await worker.terminate()
    },
  }
}
