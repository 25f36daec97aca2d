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
  /** what a person may raise `sessionDefaults.maximumPacketSize` to, bytes */
  maximumPacketSizeMost: 16_777_216,
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
  /** this many closes right after CONNACK in a row look like another client with the same client ID … */
  takeoverCloses: 3,
  /** … and then an attempt a minute is enough */
  takeoverRetryMs: 60_000,
  /** a session without a place for its socket is told when one is free; it asks again after this long anyway */
  placeRetryMs: 30_000,
  /** bytes per second below which an upload is taken for stuck */
  uploadFloorBytesPerSecond: 16_384,
  /** a resumed session's backlog is over after this long without a message, and at most after `catchUpMaxMs` */
  catchUpQuietMs: 500,
  catchUpMaxMs: 10_000,
  outboxMaxMessages: 1_000,
  outboxMaxBytes: 4_194_304,
  /** a message that waits longer expires */
  outboxMaxAgeMs: 7 * 86_400_000,
  receiveMaximum: 200,
  maximumPacketSize: 1_048_576,
  ringCapacity: 1_000,
  ringMaxBytes: 8_388_608,
  /** a segment of the journal ends when its blocks are longer than this, in characters */
  journalSegmentLength: 262_144,
  /** records that wait for a commit which does not end; more is taken for a failure */
  journalMaxPendingLength: 8_388_608,
  /** entries that wait while the storage fails; of more, the oldest that promise nothing are dropped, in characters */
  journalMaxFailedLength: 1_048_576,
  /** a commit that has not ended after this long is taken for a failure */
  journalCommitMs: 10_000,
  /** a journal that is not read after this long is a reason not to be connected */
  journalReadMs: 10_000,
} as const
