/** PUBLISH packets as a broker sends them: 200 bytes of JSON, on topics of devices. */

const PAYLOAD_BYTES = 200
const DEVICES = 50

export const CONNACK = Uint8Array.of(0x20, 2, 0, 0)

function publish(number: number, qos: 0 | 1): Buffer {
  const topic = Buffer.from(`site/greenhouse-${number % 3}/sensor-${String(number % DEVICES).padStart(2, '0')}/reading`)
  const start = `{"seq":${number},"temperature":${(20 + (number % 50) / 10).toFixed(1)},"humidity":61.4,"unit":"°C","note":"`
  const room = PAYLOAD_BYTES - Buffer.byteLength(start) - 2
  const payload = Buffer.from(`${start}${'normal reading, no alarm. '.repeat(8).slice(0, room)}"}`)
  const packetId = (number % 65_535) + 1
  const id = qos === 0 ? [] : [packetId >> 8, packetId & 0xff]
  const rest = 2 + topic.length + id.length + payload.length
  const head = [0x30 | (qos << 1), (rest & 0x7f) | 0x80, rest >> 7, topic.length >> 8, topic.length & 0xff]
  return Buffer.concat([Buffer.from(head), topic, Buffer.from(id), payload])
}

/** @param perFrame packets in one WebSocket frame */
export function framesOf(count: number, qos: 0 | 1, perFrame: number): Uint8Array[] {
  const frames: Uint8Array[] = []
  for (let at = 0; at < count; at += perFrame) {
    const packets = Array.from({ length: Math.min(perFrame, count - at) }, (_, i) => publish(at + i, qos))
    // a buffer of its own, as a socket gives it
    frames.push(Uint8Array.from(Buffer.concat(packets)))
  }
  return frames
}
