import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebSocketServer } from 'ws'
import { connectAsync, type IClientPublishOptions, type MqttClient } from 'mqtt'
import { startBroker } from '../../brokers/broker'
import { findFreePort } from '../../brokers/ports'
import type { Broker } from '../../brokers/types'
import { startFaultProxy, type FaultProxy } from '../../faultProxy'
import { hosts } from './people'
import { startStrictBroker } from './strict'

/** Whoever the phone talks to: the greenhouse's broker behind a network that can fail, one that grants little, and four that never work. */
export interface Cast {
  readonly broker: Broker
  /** between the phone and the greenhouse */
  readonly network: FaultProxy
  /** `host:port` as the app knows it → where it is */
  readonly addresses: Readonly<Record<string, string>>
  /** Some device says something; resolves when the broker has it. */
  say(topic: string, payload: string | Uint8Array, options?: IClientPublishOptions): Promise<void>
  stop(): Promise<void>
}

/** The phone may not touch the valves. */
const rules = `topic readwrite #
topic deny greenhouse/1/cmd/valve
user device
topic readwrite #
`

export async function startCast(): Promise<Cast> {
  const folder = mkdtempSync(path.join(tmpdir(), 'homing-screens-'))
  const acl = path.join(folder, 'acl')
  writeFileSync(acl, rules)
  const broker = await startBroker({ mosquittoConfig: [`acl_file ${acl}`] })
  const guarded = await startBroker({ login: { username: 'reader', password: 'right' } })
  const network = await startFaultProxy(broker.wsUrl)
  const silent = await startSilence()
  const gate = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/mqtt' })
  await once(gate, 'listening')
  const strict = await startStrictBroker()
  const closedPort = await findFreePort()
  const devices = await connectAsync(broker.tcpUrl, { protocolVersion: 5, username: 'device', reconnectPeriod: 0 })
  return {
    broker,
    network,
    addresses: {
      [hosts.greenhouse]: `127.0.0.1:${network.port}`,
      [hosts.line]: `127.0.0.1:${silent.port}`,
      [hosts.home]: `127.0.0.1:${closedPort}`,
      [hosts.cold]: `127.0.0.1:${guarded.wsPort}`,
      [hosts.strict]: `127.0.0.1:${strict.port}`,
      [hosts.gate]: `127.0.0.1:${(gate.address() as AddressInfo).port}`,
    },
    async say(topic, payload, options = {}) {
      const bytes = typeof payload === 'string' ? payload : Buffer.from(payload)
      await devices.publishAsync(topic, bytes, { qos: 1, ...options })
    },
    async stop() {
      await end(devices)
      silent.stop()
      strict.stop()
      for (const client of gate.clients) client.terminate()
      gate.close()
      await network.stop()
      await Promise.all([broker.stop(), guarded.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const end = (client: MqttClient) => client.endAsync(true)

/** Takes every connection and answers nothing. */
async function startSilence(): Promise<{ port: number; stop(): void }> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
