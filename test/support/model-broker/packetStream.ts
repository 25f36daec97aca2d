import { generate, parser, type Packet } from 'mqtt-packet'

/** Cuts a stream of bytes into whole MQTT packets, by their headers alone. */
export class PacketCutter {
  private rest: Uint8Array = new Uint8Array()

  /** @returns the packets that are whole now; bytes of the next are kept */
  cut(bytes: Uint8Array): Uint8Array[] {
    let left = this.rest.length === 0 ? bytes : concat([this.rest, bytes])
    const packets: Uint8Array[] = []
    for (let size = sizeOf(left); size !== undefined && size <= left.length; size = sizeOf(left)) {
      packets.push(left.slice(0, size))
      left = left.subarray(size)
    }
    this.rest = left.slice()
    return packets
  }
}

/** Parses what one peer sends. `protocolVersion` becomes that of its CONNECT, if one comes. */
export class PacketReader {
  readonly settings: { protocolVersion: 4 | 5 }
  private readonly cutter = new PacketCutter()
  private readonly parser
  private failure: Error | undefined
  private parsed: Packet | undefined

  constructor(protocolVersion: 4 | 5 = 5) {
    this.settings = { protocolVersion }
    this.parser = parser(this.settings)
    this.parser.on('packet', (packet) => (this.parsed = packet))
    this.parser.on('error', (error: Error) => (this.failure = error))
  }

  /** @throws Error what the parser has against a packet */
  *read(bytes: Uint8Array): Generator<{ packet: Packet; size: number }> {
    for (const one of this.cutter.cut(bytes)) {
      this.parsed = undefined
      this.parser.parse(Buffer.from(one))
      if (this.failure) throw this.failure
      const packet = this.parsed as Packet | undefined
      if (!packet) throw new Error('no packet in its bytes')
      if (packet.cmd === 'connect') this.settings.protocolVersion = packet.protocolVersion === 5 ? 5 : 4
      yield { packet, size: one.length }
    }
  }
}

export const encode = (packet: Packet, protocolVersion: 4 | 5): Uint8Array =>
  Uint8Array.from(generate(packet, { protocolVersion }))

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0)
  return whole
}

/** Length of the packet that begins here; undefined until its header is whole. */
function sizeOf(bytes: Uint8Array): number | undefined {
  let remaining = 0
  for (let at = 1; at < bytes.length && at <= 4; at += 1) {
    const byte = bytes[at] as number
    remaining += (byte & 0x7f) * 128 ** (at - 1)
    if (byte < 0x80) return at + 1 + remaining
  }
  return undefined
}
