import {
  connackReason,
  disconnectReason,
  isAmbiguous,
  isTerminal,
  reason,
  reasonTable,
  type ReasonCode,
} from './reasons'

const codes = Object.keys(reasonTable) as ReasonCode[]

it('only a person can mend a terminal reason', () => {
  expect(codes.filter((code) => isTerminal(reason(code)))).toEqual([
    'passwordMissing',
    'badCredentials',
    'notAuthorized',
    'badClientId',
    'protocolVersion',
    'banned',
    'willRefused',
    'sessionTakenOver',
    'domainNotListed',
    'invalidAddress',
    'insecureBlocked',
    'storageFull',
    'storageFailed',
    'storageUnreadable',
  ])
})

it('what a second attempt may narrow waits meanwhile', () => {
  const ambiguous = codes.map((code) => reason(code)).filter(isAmbiguous)
  expect(ambiguous.map((r) => r.code)).toEqual(['connectFailed', 'connectTimeout', 'notWebSocket'])
  expect(ambiguous.some(isTerminal)).toBe(false)
})

it('a reason has no candidates until some are found', () => {
  expect(reason('refused')).toEqual({ code: 'refused', candidates: [] })
  expect(reason('connectFailed', { candidates: [{ code: 'rawTcp' }] }).candidates).toEqual([{ code: 'rawTcp' }])
})

describe('CONNACK', () => {
  it.each<[number, ReasonCode]>([
    [0x01, 'protocolVersion'],
    [0x80, 'connectRefused'],
    [0x81, 'connectRefused'],
    [0x82, 'protocolError'],
    [0x83, 'connectRefused'],
    [0x84, 'protocolVersion'],
    [0x85, 'badClientId'],
    [0x86, 'badCredentials'],
    [0x87, 'notAuthorized'],
    [0x88, 'serverUnavailable'],
    [0x89, 'serverBusy'],
    [0x8a, 'banned'],
    [0x8c, 'badCredentials'],
    [0x95, 'packetTooLarge'],
    [0x97, 'serverBusy'],
    [0x9a, 'willRefused'],
    [0x9b, 'willRefused'],
    [0x9c, 'serverMoved'],
    [0x9d, 'serverMoved'],
    [0x9f, 'serverBusy'],
  ])('of MQTT 5 with 0x%s', (mqttCode, code) => {
    expect(connackReason(5, mqttCode, 'words')).toEqual({ code, mqttCode, detail: 'words', candidates: [] })
  })

  it.each<[number, ReasonCode]>([
    [1, 'protocolVersion'],
    [2, 'badClientId'],
    [3, 'serverUnavailable'],
    [4, 'badCredentials'],
    [5, 'notAuthorized'],
    [6, 'connectRefused'],
  ])('of 3.1.1 with %i', (mqttCode, code) => {
    expect(connackReason(4, mqttCode)).toMatchObject({ code, mqttCode })
  })
})

it.each<[number, ReasonCode]>([
  [0x00, 'serverDisconnected'],
  [0x81, 'protocolError'],
  [0x82, 'protocolError'],
  [0x87, 'notAuthorized'],
  [0x89, 'serverBusy'],
  [0x8b, 'serverShutDown'],
  [0x8d, 'serverDisconnected'],
  [0x8e, 'sessionTakenOver'],
  [0x95, 'packetTooLarge'],
  [0x9c, 'serverMoved'],
  [0x9d, 'serverMoved'],
])('DISCONNECT of the server with %i', (mqttCode, code) => {
  expect(disconnectReason(mqttCode)).toMatchObject({ code, mqttCode })
})
