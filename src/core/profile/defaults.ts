/** Every default and bound of a profile and its session, in one place. */
export const profileDefaults = {
  protocolVersion: 5,
  keepSession: true,
  /** MQTT 5 §3.1.2.11.2; the protocol's own default would be 0: no session */
  sessionExpirySeconds: 86_400,
  /** hidden H5 tabs get one timer a minute, so their keep alive is longer */
  keepAliveSeconds: { weapp: 60, h5: 90 },
  qos: 1,
  unknownRule: 'ask',
} as const

export const sessionDefaults = {
  connectTimeoutMs: 5_000,
  connackTimeoutMs: 5_000,
  /** hidden this long → DISCONNECT; WeChat interrupts after 5 s */
  hideGraceMs: 3_000,
  /** away longer than this → the old socket is not asked, a new one is opened */
  awayLimitMs: 4_000,
  /** a PINGREQ after show, network change or send must be answered within */
  probeTimeoutMs: 2_000,
  retryBaseMs: 250,
  retryCapEarlyMs: 2_000,
  retryCapMs: 30_000,
  /** the early cap holds this long in front */
  retryEarlyMs: 60_000,
  /** attempts are forgotten after this long online */
  retryResetMs: 10_000,
  /** prompted attempts (shown, network back) are at least this far apart */
  promptedGapMs: 2_000,
  /** a resumed session's backlog is over after this long without a message, and at most after `catchUpMaxMs` */
  catchUpQuietMs: 500,
  catchUpMaxMs: 10_000,
  outboxMaxMessages: 1_000,
  outboxMaxBytes: 4_194_304,
  receiveMaximum: 200,
  maximumPacketSize: 1_048_576,
  ringCapacity: 1_000,
  ringMaxBytes: 8_388_608,
} as const
