import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { detect, type Detection, type DetectionHints } from './detect'
import type { PayloadFormat } from './formats'
import { encodeUtf8 } from './utf8'

const text = (value: string) => encodeUtf8(value)
const hex = (digits: string) => new Uint8Array(Buffer.from(digits.replace(/ /g, ''), 'hex'))
const gbk = hex('7b 22 6d 73 67 22 3a 22 ce c2 ca d2 d2 bb ba c5 22 7d')

test.each<[string, Uint8Array, PayloadFormat[], Detection['certainty']]>([
  ['an object', text(' {"a":1}'), ['json', 'text', 'base64', 'hex'], 'seen'],
  ['what means to be an object', text('{"a":'), ['json', 'text', 'base64', 'hex'], 'seen'],
  ['a number', text('24.5\n'), ['text', 'json', 'base64', 'hex'], 'seen'],
  ['words', text('温室 on'), ['text', 'base64', 'hex'], 'seen'],
  ['terminal colours', text('\u001b[31mred'), ['text', 'base64', 'hex'], 'seen'],
  ['a formula whose first bytes zlib has, too', text('x^2 + y^2 = 1'), ['text', 'base64', 'hex'], 'seen'],
  ['nothing', new Uint8Array(), ['text', 'base64', 'hex'], 'seen'],
  ['an SVG', text('<svg width="1"/>'), ['text', 'base64', 'hex'], 'seen'],
  ['a JPEG', hex('ff d8 ff e0 00 10'), ['picture', 'base64', 'hex'], 'seen'],
  ['JSON in GBK', gbk, ['gbk', 'base64', 'hex'], 'seen'],
  ['text that was cut within a character', hex('e6 b8 a9 e5 ae a4 e6 b8'), ['text', 'base64', 'hex'], 'seen'],
  ['a CBOR map {"a":1}', hex('a1 61 61 01'), ['cbor', 'base64', 'hex'], 'seen'],
  ['CBOR that says so', hex('d9 d9 f7 01'), ['cbor', 'base64', 'hex'], 'seen'],
  ['a CBOR list without a length', hex('9f 01 82 02 03 ff'), ['cbor', 'base64', 'hex'], 'seen'],
  ['a MessagePack map {"a":1}', hex('81 a1 61 01'), ['messagePack', 'base64', 'hex'], 'seen'],
  ['protobuf of three fields', hex('08 96 01 12 02 ff fe 1d 00 00 80 3f'), ['protobuf', 'base64', 'hex'], 'seen'],
  ['one byte', hex('00'), ['cbor', 'messagePack', 'base64', 'hex'], 'guessed'],
  ['a break without a list', hex('ff 00'), ['hex', 'base64'], 'guessed'],
  ['noise', hex('c1 00 ff 00 fe 17'), ['hex', 'base64'], 'guessed'],
])('%s', (_, bytes, formats, certainty) => expect(detect(bytes)).toMatchObject({ formats, certainty }))

test.each<[string, Uint8Array, DetectionHints, PayloadFormat, Detection['certainty']]>([
  ['a choice', text('{"a":1}'), { format: 'hex', contentType: 'application/json' }, 'hex', 'chosen'],
  ['a content type', hex('81 a1 61 01'), { contentType: 'application/cbor' }, 'cbor', 'said'],
  ['a content type with a suffix', text('1'), { contentType: 'application/vnd.x+json' }, 'json', 'said'],
  ['protobuf that looks like text', text('\nabc'), { contentType: 'application/x-protobuf' }, 'protobuf', 'said'],
  ['a charset', gbk, { contentType: 'text/plain; charset=GB2312' }, 'gbk', 'said'],
  ['Sparkplug by its topic', hex('08 01'), { topic: 'spBv1.0/g/DDATA/n/d' }, 'sparkplug', 'said'],
  ['a STATE of Sparkplug is JSON', text('{"online":true}'), { topic: 'spBv1.0/STATE/host' }, 'json', 'seen'],
  ['text under a Sparkplug topic', text('hello'), { topic: 'spBv1.0/g/NCMD/n' }, 'text', 'seen'],
  ['a content type that the bytes contradict', hex('a1 61 61 01'), { contentType: 'application/json' }, 'cbor', 'seen'],
])('%s comes first', (_, bytes, hints, first, certainty) => {
  const found = detect(bytes, hints)
  expect([found.formats[0], found.certainty]).toEqual([first, certainty])
  expect(new Set(found.formats).size).toBe(found.formats.length)
  expect(found.formats).toEqual(expect.arrayContaining(['base64', 'hex']))
})

test('what is compressed says so, and asks to be unwrapped', () => {
  const json = text(JSON.stringify({ a: 'x'.repeat(100) }))
  expect(detect(gzipSync(json))).toMatchObject({ compression: 'gzip', formats: ['hex', 'base64'] })
  expect([1, 6, 9].map((level) => detect(deflateSync(json, { level })).compression)).toEqual(['zlib', 'zlib', 'zlib'])
  expect(detect(deflateRawSync(json)).compression).toBeUndefined()
})

test('a guess looks at the first 4 KB, wherever that cuts', () => {
  for (const pad of ['', 'x', 'xx']) expect(detect(text(pad + '温'.repeat(9_000))).formats[0]).toBe('text')
  const long = new Uint8Array(16_777_216).fill(0x61)
  expect(detect(long).formats[0]).toBe('text')
  // a CBOR list of 16 million: 64 items are enough
  long.fill(0x01)
  long.set(hex('9a 00 ff ff fb'))
  expect(detect(long).formats[0]).toBe('cbor')
})
