import type { Packet } from 'mqtt-packet'

export interface WireEntry {
  /** number of the connection, from 1 */
  connection: number
  /** as the server sees it: `in` came from the client */
  direction: 'in' | 'out'
  packet: Packet
  /** epoch ms */
  at: number
}

/**
 * Every packet of every connection, in the order the server saw it. As text, `>` came from the client and `<` went to
 * it: `> CONNECT clean`, `< CONNACK resumed`, `> PUBLISH q1 #3 dup a/b`, `< SUBACK #1 [1,128]`, `> DISCONNECT 0x04`.
 */
export class WireLog {
  readonly entries: WireEntry[] = []

  add(connection: number, direction: 'in' | 'out', packet: Packet, at: number): void {
    this.entries.push({ connection, direction, packet, at })
  }

  /** @param connection its number; negative counts from the newest; absent: all */
  lines(connection?: number): string[] {
    const wanted = connection === undefined || connection > 0 ? connection : this.connections + 1 + connection
    const entries = wanted === undefined ? this.entries : this.entries.filter((entry) => entry.connection === wanted)
    return entries.map(({ direction, packet }) => `${direction === 'in' ? '>' : '<'} ${packetWords(packet)}`)
  }

  /** Lines of all connections, each with its number. */
  get numbered(): string[] {
    return this.entries.map(
      ({ connection, direction, packet }) => `${connection} ${direction === 'in' ? '>' : '<'} ${packetWords(packet)}`,
    )
  }

  /** How many connections said something. */
  get connections(): number {
    return this.entries.reduce((most, { connection }) => Math.max(most, connection), 0)
  }

  clear(): void {
    this.entries.length = 0
  }
}

function packetWords(packet: Packet): string {
  const name = packet.cmd.toUpperCase()
  const id = packet.messageId === undefined ? '' : ` #${packet.messageId}`
  switch (packet.cmd) {
    case 'connect':
      return `${name}${packet.clean ? ' clean' : ''}${packet.protocolVersion === 4 ? ' 3.1.1' : ''}`
    case 'connack': {
      const code = packet.reasonCode ?? packet.returnCode ?? 0
      return `${name} ${code === 0 ? (packet.sessionPresent ? 'resumed' : 'fresh') : hex(code)}`
    }
    case 'publish':
      return [
        `${name} q${packet.qos}`,
        ...(packet.qos > 0 ? [`#${packet.messageId ?? 0}`] : []),
        ...(packet.dup ? ['dup'] : []),
        ...(packet.retain ? ['retain'] : []),
        packet.topic,
      ].join(' ')
    case 'subscribe':
      return `${name}${id} ${packet.subscriptions.map(({ topic, qos }) => `${topic} q${qos}`).join(', ')}`
    case 'unsubscribe':
      return `${name}${id} ${packet.unsubscriptions.join(', ')}`
    case 'suback':
    case 'unsuback':
      return `${name}${id}${packet.granted ? ` [${(packet.granted as number[]).join(',')}]` : ''}`
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
    case 'disconnect':
    case 'auth':
      return `${name}${id}${packet.reasonCode ? ` ${hex(packet.reasonCode)}` : ''}`
    case 'pingreq':
    case 'pingresp':
      return name
  }
}

const hex = (code: number) => `0x${code.toString(16).padStart(2, '0')}`
