import type { Packet } from 'mqtt-packet'
import type { Clock } from '@/services/session/config'
import type { SocketClose } from '@/services/socket/types'
import { ModelNetwork, type ModelSocket, type ServerSide } from './modelNetwork'
import { encode, PacketReader } from './packetStream'
import { WireLog } from './wireLog'

/** One thing a hostile broker does, after the one before it. */
export type Step =
  /** until the client has sent a packet of this name */
  | { wait: Packet['cmd'] }
  /** a packet, or bytes as hex, broken or not; several leave in one frame */
  | { send: Packet | string | (Packet | string)[] }
  | { close: SocketClose | 'silent' }
  | { pauseMs: number }

/**
 * A broker that plays scripts: the first for the first connection and so on; connections beyond the last are taken and
 * not answered, unless `otherwise` says how. PINGREQ is answered beside the script. `isOver` tells whether every script was played to its end.
 */
export class HostileBroker {
  readonly network: ModelNetwork
  readonly wire = new WireLog()
  answersPings = true
  /** played to connections beyond the last script */
  otherwise: Step[] = []
  private readonly played: ScriptedConnection[] = []

  constructor(
    readonly clock: Clock,
    private readonly scripts: Step[][],
    readonly protocolVersion: 4 | 5 = 5,
  ) {
    this.network = new ModelNetwork(clock, (socket) => {
      const number = this.played.length + 1
      const connection = new ScriptedConnection(this, number, socket, this.scripts[number - 1] ?? this.otherwise)
      this.played.push(connection)
      return connection
    })
  }

  get isOver(): boolean {
    return this.played.length >= this.scripts.length && this.played.every((connection) => connection.isPlayed)
  }
}

class ScriptedConnection implements ServerSide {
  private readonly reader: PacketReader
  private readonly heard: Packet['cmd'][] = []
  private isPausing = false

  constructor(
    private readonly broker: HostileBroker,
    private readonly number: number,
    private readonly socket: ModelSocket,
    private readonly steps: Step[],
  ) {
    this.reader = new PacketReader(broker.protocolVersion)
    this.steps = [...steps]
    broker.clock.setTimer(() => this.play(), 0)
  }

  get isPlayed(): boolean {
    return this.steps.length === 0
  }

  received(bytes: Uint8Array): void {
    for (const { packet } of this.reader.read(bytes)) {
      this.broker.wire.add(this.number, 'in', packet, this.broker.clock.now())
      this.heard.push(packet.cmd)
      if (packet.cmd === 'pingreq' && this.broker.answersPings) this.perform({ send: { cmd: 'pingresp' } })
    }
    this.play()
  }

  closed(): void {
    this.steps.length = 0
  }

  private play(): void {
    for (let step = this.steps[0]; step && !this.isPausing; step = this.steps[0]) {
      if ('wait' in step) {
        const at = this.heard.indexOf(step.wait)
        if (at < 0) return
        this.heard.splice(0, at + 1)
      }
      this.steps.shift()
      this.perform(step)
    }
  }

  private perform(step: Step): void {
    if ('send' in step) {
      const parts = Array.isArray(step.send) ? step.send : [step.send]
      this.socket.deliver(Uint8Array.from(Buffer.concat(parts.map((part) => this.bytesOf(part)))))
    } else if ('close' in step) {
      if (step.close === 'silent') this.socket.swallow('both')
      else this.socket.end(step.close)
    } else if ('pauseMs' in step) {
      this.isPausing = true
      this.broker.clock.setTimer(() => {
        this.isPausing = false
        this.play()
      }, step.pauseMs)
    }
  }

  private bytesOf(part: Packet | string): Uint8Array {
    if (typeof part === 'string') return Buffer.from(part.replace(/\s/g, ''), 'hex')
    this.broker.wire.add(this.number, 'out', part, this.broker.clock.now())
    return encode(part, this.broker.protocolVersion)
  }
}
