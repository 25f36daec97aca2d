import type { JsonPath } from '../../payload/path'
import type { QoS } from '../../session/packets'

/** What is looked for: messages that meet every condition. None at all is met by every message. */
export interface Query {
  conditions: Condition[]
  /** Of text; topics and names in JSON always are */
  isCaseSensitive: boolean
}

/** `isExcluded`: met by the messages that do not meet it otherwise. */
export type Condition = { isExcluded: boolean } & Fact

export type Fact =
  /** in the topic, or in a payload that is UTF-8; never empty */
  | { kind: 'text'; text: string }
  /** in the payload, whatever it is; two lower-case digits for each byte, never empty */
  | { kind: 'bytes'; hex: string }
  /** a valid topic filter */
  | { kind: 'topic'; filter: string }
  | { kind: 'direction'; direction: 'received' | 'sent' }
  | { kind: 'qos'; qos: QoS }
  | { kind: 'retained'; isRetained: boolean }
  /** `after` includes its moment, `before` does not */
  | { kind: 'time'; edge: 'after' | 'before'; moment: Moment }
  /** a number in a JSON payload, as near as a double comes */
  | { kind: 'number'; path: JsonPath; operator: Operator; value: number }

export type Operator = '>' | '>=' | '<' | '<=' | '=' | '!='

/** A moment as it was written: `ago` counts back from the moment of the search, `local` is the phone's own time. */
export type Moment = { ago: number; unit: AgoUnit } | { local: LocalTime }

export type AgoUnit = 's' | 'm' | 'h' | 'd'

/** Year, month 1–12, day, hour, minute, second, millisecond */
export type LocalTime = readonly [number, number, number, number, number, number, number]

export const emptyQuery: Query = { conditions: [], isCaseSensitive: false }

/** Epoch ms of a moment: what `24h` counts back from and the phone's own time are not for core/ to know. */
export type ResolveMoment = (moment: Moment) => number
