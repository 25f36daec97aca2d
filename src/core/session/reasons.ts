/**
 * What mends it: time alone; a person; or a person who wants to know more first, since the cause lies on the way to the
 * broker, which is what the doctor looks at.
 */
type Mend = 'waiting' | 'person' | 'doctor'

/**
 * Why a session is where it is. Every wait and every stop has one; its words are the i18n key `reason.<code>`.
 * A terminal code never retries by itself (DESIGN: terminal reasons).
 */
export const reasonTable = {
  // the platform gave no cause: `candidates` name what it may be, likeliest first
  connectFailed: { isTerminal: false, mend: 'doctor' },
  connectTimeout: { isTerminal: false, mend: 'doctor' },
  refused: { isTerminal: false, mend: 'doctor' },
  notWebSocket: { isTerminal: false, mend: 'doctor' },
  /** the WebSocket opened, CONNACK did not come */
  connackTimeout: { isTerminal: false, mend: 'doctor' },
  closedByPeer: { isTerminal: false, mend: 'waiting' },
  peerSilent: { isTerminal: false, mend: 'waiting' },
  interrupted: { isTerminal: false, mend: 'waiting' },
  networkLost: { isTerminal: false, mend: 'waiting' },
  networkChanged: { isTerminal: false, mend: 'waiting' },
  tooManySockets: { isTerminal: false, mend: 'person' },
  serverUnavailable: { isTerminal: false, mend: 'waiting' },
  serverBusy: { isTerminal: false, mend: 'waiting' },
  serverMoved: { isTerminal: false, mend: 'doctor' },
  serverShutDown: { isTerminal: false, mend: 'waiting' },
  serverDisconnected: { isTerminal: false, mend: 'waiting' },
  connectRefused: { isTerminal: false, mend: 'doctor' },
  protocolError: { isTerminal: false, mend: 'doctor' },
  packetTooLarge: { isTerminal: false, mend: 'person' },
  /** what came waits for storage, and no more fits in memory */
  storageSlow: { isTerminal: false, mend: 'waiting' },
  /** 3.1.1 names no takeover: three closes right after CONNACK look like one. Retried slowly */
  takeoverSuspected: { isTerminal: false, mend: 'person' },
  /** the broker is not asked without it */
  passwordMissing: { isTerminal: true, mend: 'person' },
  badCredentials: { isTerminal: true, mend: 'doctor' },
  notAuthorized: { isTerminal: true, mend: 'doctor' },
  badClientId: { isTerminal: true, mend: 'doctor' },
  protocolVersion: { isTerminal: true, mend: 'doctor' },
  banned: { isTerminal: true, mend: 'doctor' },
  /** the broker takes no will with retain, or none of its QoS */
  willRefused: { isTerminal: true, mend: 'person' },
  sessionTakenOver: { isTerminal: true, mend: 'person' },
  domainNotListed: { isTerminal: true, mend: 'doctor' },
  invalidAddress: { isTerminal: true, mend: 'doctor' },
  insecureBlocked: { isTerminal: true, mend: 'doctor' },
  /** what must be kept cannot be kept: nothing is acknowledged any more */
  storageFull: { isTerminal: true, mend: 'person' },
  storageFailed: { isTerminal: true, mend: 'person' },
  /** nor is it known what earlier runs have left: their session, and what they had to send */
  storageUnreadable: { isTerminal: true, mend: 'person' },
} as const satisfies Record<string, { isTerminal: boolean; mend: Mend }>

export type ReasonCode = keyof typeof reasonTable

/** Whether a person may have to do something: waiting alone does not mend it. */
export const needsPerson = (code: ReasonCode): boolean => reasonTable[code].mend !== 'waiting'

/** Whether an examination may tell more of a failure. */
export const isForDoctor = (code: ReasonCode): boolean => reasonTable[code].mend === 'doctor'

/** What an unexplained failure may be; the words are the i18n key `candidate.<code>`. */
export type Candidate =
  /** another path of the same host answered the WebSocket handshake */
  | { code: 'wrongPath'; path: string }
  /** something speaks HTTP there, but no WebSocket with `mqtt` on this path */
  | { code: 'noWebSocketHere' }
  /** nothing answers: wrong host, port or network, or the port speaks another protocol such as raw MQTT over TCP */
  | { code: 'unreachable' }
  | { code: 'rawTcp' }
  | { code: 'certificate' }

export interface Reason {
  code: ReasonCode
  /** MQTT reason code, when the broker gave one (CONNACK §3.2.2.2, DISCONNECT §3.14.2.1; 3.1.1 return codes 1–5 as they are) */
  mqttCode?: number
  /** The broker's Reason String or the platform's own words: for the log, shown small, never translated */
  detail?: string
  /** `tooManySockets`: the profiles that hold the places */
  holders?: readonly string[]
  /** Likeliest first; empty until the second attempt has narrowed them */
  candidates: Candidate[]
}

export function reason(code: ReasonCode, rest: Partial<Omit<Reason, 'code'>> = {}): Reason {
  return { candidates: [], ...rest, code }
}

/** Failures with several possible causes: a second attempt of another kind may narrow them. */
export function isAmbiguous(r: Reason): boolean {
  return r.code === 'connectFailed' || r.code === 'notWebSocket' || r.code === 'connectTimeout'
}

export function isTerminal(r: Reason): boolean {
  return reasonTable[r.code].isTerminal
}

/** CONNACK reason codes of MQTT 5 §3.2.2.2, table 3-1. */
const connackReasons: Partial<Record<number, ReasonCode>> = {
  // a 3.1.1 broker answers a version 5 CONNECT with its own return code
  0x01: 'protocolVersion',
  0x82: 'protocolError',
  0x84: 'protocolVersion',
  0x85: 'badClientId',
  0x86: 'badCredentials',
  0x87: 'notAuthorized',
  0x88: 'serverUnavailable',
  0x89: 'serverBusy',
  0x8a: 'banned',
  0x8c: 'badCredentials',
  0x95: 'packetTooLarge',
  0x97: 'serverBusy',
  // of the will: a CONNECT carries nothing else that could be retained or has a QoS
  0x9a: 'willRefused',
  0x9b: 'willRefused',
  0x9c: 'serverMoved',
  0x9d: 'serverMoved',
  0x9f: 'serverBusy',
}

/** CONNECT return codes of MQTT 3.1.1 §3.2.2.3, table 3.1. */
const returnCodes: Partial<Record<number, ReasonCode>> = {
  1: 'protocolVersion',
  2: 'badClientId',
  3: 'serverUnavailable',
  4: 'badCredentials',
  5: 'notAuthorized',
}

export function connackReason(protocolVersion: 4 | 5, mqttCode: number, detail?: string): Reason {
  const table = protocolVersion === 5 ? connackReasons : returnCodes
  return reason(table[mqttCode] ?? 'connectRefused', { mqttCode, detail })
}

/** DISCONNECT reason codes a server may send, MQTT 5 §3.14.2.1, table 3-10. */
const disconnectReasons: Partial<Record<number, ReasonCode>> = {
  0x81: 'protocolError',
  0x82: 'protocolError',
  0x87: 'notAuthorized',
  0x89: 'serverBusy',
  0x8b: 'serverShutDown',
  0x8e: 'sessionTakenOver',
  0x95: 'packetTooLarge',
  0x9c: 'serverMoved',
  0x9d: 'serverMoved',
}

export function disconnectReason(mqttCode: number, detail?: string): Reason {
  return reason(disconnectReasons[mqttCode] ?? 'serverDisconnected', { mqttCode, detail })
}
