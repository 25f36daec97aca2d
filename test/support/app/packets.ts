import { parser, type Packet } from 'mqtt-packet'

/** The MQTT packets in what one side wrote to a socket. */
export function packetsIn(bytes: Uint8Array, protocolVersion: 4 | 5 = 5): Packet[] {
  const packets: Packet[] = []
  const reader = parser({ protocolVersion })
  reader.on('packet', (packet) => packets.push(packet))
  reader.on('error', (error) => {
    throw error
  })
  reader.parse(Buffer.from(bytes))
  return packets
}
