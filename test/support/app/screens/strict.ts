import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Packet } from 'mqtt-packet'
import { encode, PacketReader } from '../../model-broker/packetStream'

/** As much as is granted to anybody. */
const mostQoS = 1
const notAuthorized = 0x87

/** A broker that grants less than it is asked for, and of its own topics nothing; mosquitto refuses no filter by itself. */
export async function startStrictBroker(): Promise<{ port: number; stop(): void }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/mqtt' })
  await once(server, 'listening')
  server.on('connection', (socket) => {
    const reader = new PacketReader(5)
    socket.on('message', (data: Buffer) => {
      for (const { packet } of reader.read(data)) answer(socket, packet)
    })
  })
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      for (const client of server.clients) client.terminate()
      server.close()
    },
  }
}

function answer(socket: WebSocket, packet: Packet): void {
  const reply = replyTo(packet)
  if (reply) socket.send(encode(reply, 5))
}

function replyTo(packet: Packet): Packet | undefined {
  switch (packet.cmd) {
    case 'connect':
      return { cmd: 'connack', sessionPresent: false, reasonCode: 0 }
    case 'subscribe':
      return {
        cmd: 'suback',
        messageId: packet.messageId ?? 0,
        granted: packet.subscriptions.map(({ topic, qos }) =>
          topic.startsWith('$') ? notAuthorized : Math.min(qos, mostQoS),
        ),
      }
    case 'pingreq':
      return { cmd: 'pingresp' }
    default:
      return undefined
  }
}
