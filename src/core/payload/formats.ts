/** What a payload can be shown as, in the order of a list to choose from. */
export const payloadFormats = [
  'json',
  'text',
  'gbk',
  'picture',
  'cbor',
  'messagePack',
  'protobuf',
  'sparkplug',
  'base64',
  'hex',
] as const

export type PayloadFormat = (typeof payloadFormats)[number]
