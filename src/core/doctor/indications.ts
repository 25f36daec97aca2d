import type { ReasonCode } from '../session/reasons'

/** Reasons whose cause lies on the way to the broker: what the doctor looks at. Storage, say, does not. */
const indications: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'connectFailed',
  'connectTimeout',
  'refused',
  'notWebSocket',
  'connackTimeout',
  'connectRefused',
  'protocolError',
  'serverMoved',
  'badCredentials',
  'notAuthorized',
  'badClientId',
  'protocolVersion',
  'banned',
  'domainNotListed',
  'invalidAddress',
  'insecureBlocked',
])

/** Whether an examination may tell more of a failure. */
export const isForDoctor = (code: ReasonCode): boolean => indications.has(code)
