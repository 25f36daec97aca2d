import type { IConnectPacket, IPublishPacket, Packet } from 'mqtt-packet'
import type { Socket, SocketPort } from '@/services/socket/types'
import { encode, PacketReader } from './packetStream'

/** A client that does nothing by itself, for tests of the brokers. */
export class BareClient {
  readonly got: Packet[] = []
  isClosed = false
  private readonly socket: Socket
  private readonly reader: PacketReader
  private readonly queue: Packet[]
  private isOpen = false

  /** @param connect sent when the socket opens; absent: nothing is */
  constructor(
    port: SocketPort,
    connect?: Partial<IConnectPacket>,
    private readonly protocolVersion: 4 | 5 = 5,
  ) {
    const first: IConnectPacket = { cmd: 'connect', clientId: 'bare', clean: false, keepalive: 0, protocolVersion }
    this.queue = connect ? [{ ...first, ...connect }] : []
    this.reader = new PacketReader(protocolVersion)
    this.socket = port.open(
      { url: 'ws://model/mqtt', timeoutMs: 5_000 },
      {
        opened: () => {
          this.isOpen = true
          for (const packet of this.queue.splice(0)) this.send(packet)
        },
        received: (bytes) => {
          for (const { packet } of this.reader.read(bytes)) this.got.push(packet)
        },
        closed: () => (this.isClosed = true),
      },
    )
  }

  get names(): string[] {
    return this.got.map((packet) => packet.cmd)
  }

  get publishes(): IPublishPacket[] {
    return this.got.flatMap((packet) => (packet.cmd === 'publish' ? [packet] : []))
  }

  send(packet: Packet): void {
    if (this.isOpen) this.socket.send(encode(packet, this.protocolVersion))
    else this.queue.push(packet)
  }

  publish(topic: string, qos: 0 | 1 | 2, messageId?: number, dup = false): void {
    this.send({ cmd: 'publish', topic, payload: topic, qos, messageId, dup, retain: false })
  }

  subscribe(topic: string, qos: 0 | 1 | 2, options: { nl?: boolean; rap?: boolean; rh?: number } = {}): void {
    this.send({ cmd: 'subscribe', messageId: 100, subscriptions: [{ topic, qos, ...options }] })
  }

  close(): void {
    this.socket.close()
  }
}
