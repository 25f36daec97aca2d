/** The codes of what can go wrong outside a session's own reasons; their words are the i18n key `error.<code>`. */
export type ErrorCode =
  | 'storageFull'
  | 'storageFailed'
  | 'invalidTopic'
  | 'payloadTooLarge'
  | 'outboxFull'
  | 'noSession'
  /** a QoS 0 message while there is no connection, and nobody asked to queue it */
  | 'notConnected'
  /** as many saved messages as there can be */
  | 'savedFull'
  | 'clipboardFailed'
  /** a file could not be given or read */
  | 'fileFailed'
  /** a code could not be scanned: the camera is not allowed, or there is none */
  | 'scanFailed'
  /** WeChat has asked about its privacy guide, and the person said no; within ten seconds it does not ask again */
  | 'privacyRefused'
  /** the app's privacy guide does not name what was asked for */
  | 'privacyUndeclared'

/** An error with a code that has words in both languages. */
export class AppError extends Error {
  readonly code: ErrorCode
  /** Whether the same call may succeed later without a change by the person */
  readonly isRetriable: boolean
  readonly cause?: unknown

  constructor(code: ErrorCode, options: { isRetriable?: boolean; cause?: unknown; detail?: string } = {}) {
    super(options.detail ?? code)
    this.name = 'AppError'
    this.code = code
    this.isRetriable = options.isRetriable ?? false
    this.cause = options.cause
  }
}
