import { Duplex } from 'node:stream'
import mqtt from 'mqtt'
import type { Hears, Receiver } from './receiver'

/** MQTT.js as shipped, merely receiving: it parses, acknowledges and tells, and nothing is kept. */
export function receiveWithMqttJs(hears: Hears): Receiver {
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      hears.written(chunk)
      done()
    },
  })
  const options = {
    protocolVersion: 4,
    clientId: 'bench',
    keepalive: 0,
    reconnectPeriod: 0,
    manualConnect: true,
  } as const
  const client = new mqtt.MqttClient(() => stream, options)
  client.on('message', (_topic, payload) => hears.message(payload))
  client.on('error', (error) => {
    throw error
  })
  return {
    connect: async (connack) => {
      const isUp = new Promise<void>((resolve) => client.once('connect', () => resolve()))
      client.connect()
      stream.push(connack)
      await isUp
    },
    receive: (frame) => void stream.push(frame),
    end: () => void client.end(true),
  }
}
