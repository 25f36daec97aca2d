import type { ReceivedMessage } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'

export const COUNT = 100_000
export const PAYLOAD_BYTES = 200
/** stands in every hundredth payload */
export const WORD = 'Kavitation'
export const MISSING = 'Wasserstand'

/** Readings of 200 bytes as devices send them; one of a hundred says that word. */
export function storedMessage(i: number, from: number): ReceivedMessage {
  const note = i % 100 === 50 ? `pump reports ${WORD}` : 'all is well'
  const facts = `{"device":"gw-${i % 40}","seq":${i},"temp":${20 + (i % 80) / 10},"hum":${40 + (i % 30)},"note":"${note}","pad":"`
  const payload = encodeUtf8(`${facts.padEnd(PAYLOAD_BYTES - 2, 'x')}"}`)
  return {
    ...{ direction: 'received', id: (from + i) * 1_000, topic: `site/hall-${i % 8}/gw-${i % 40}/env`, payload, qos: 1 },
    ...{ retain: false, dup: false, at: from + i },
  } as const
}
