import { createReadStream } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { serveFile } from '../../../scripts/start/staticFiles'
import { startFloodBroker } from '../../support/floodBroker'

/** A broker and the pages that meet it, in a thread of their own: a broker does not wait while an app draws. */

export interface FloodOrder {
  perSecond: number
  seconds: number
}
export interface FloodReport {
  sent: number
}

const { folder, naive, mqttjs } = workerData as { folder: string; naive: string; mqttjs: string }

async function main(): Promise<void> {
  const broker = await startFloodBroker((request, response) => {
    if (request.url === '/naive') return void response.setHeader('content-type', 'text/html').end(naive)
    if (request.url === '/mqtt.js') return void createReadStream(mqttjs).pipe(response)
    void serveFile(folder, request, response)
  })
  parentPort?.on('message', ({ perSecond, seconds }: FloodOrder) => {
    void broker.flood(perSecond, seconds).then((sent) => parentPort?.postMessage({ sent } satisfies FloodReport))
  })
  parentPort?.postMessage(broker.host)
}

void main()
