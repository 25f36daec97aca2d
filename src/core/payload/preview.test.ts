import { previewOf, type Preview } from './preview'
import { encodeUtf8 } from './utf8'

const text = (value: string) => previewOf(encodeUtf8(value))
const json = (...pairs: [string, string][]): Preview => ({ kind: 'json', pairs, more: false })

test.each<[string, Preview]>([
  ['{"temp":24.5,"hum":61.4}', json(['temp', '24.5'], ['hum', '61.4'])],
  ['{ "a" : 1.50 , "b" : 12345678901234567890 }', json(['a', '1.50'], ['b', '12345678901234567890'])],
  ['{"msg":"补光灯 3 过流","on":true,"x":null}', json(['msg', '"补光灯 3 过流"'], ['on', 'true'], ['x', 'null'])],
  ['{"msg":"\\u8865\\u5149"}', json(['msg', '"补光"'])],
  ['{"dev":{"id":"a,b:{}","n":[1,2]},"l":[1,[2,3],{"x":4}]}', json(['dev', '{2}'], ['l', '[3]'])],
  ['{"a\\"b":"c\\\\","d":"e\\"}"}', json(['a"b', '"c\\"'], ['d', '"e"}"'])],
  ['{"e":{},"f":[]}', json(['e', '{0}'], ['f', '[0]'])],
  ['{"a":1,"a":2}', json(['a', '1'], ['a', '2'])],
  ['{}', json()],
  ['{"a":1', { kind: 'text', text: '{"a":1' }],
  ['[1,2]', { kind: 'text', text: '[1,2]' }],
  ['24.5', { kind: 'text', text: '24.5' }],
  ['第一行\n  第二行\t完', { kind: 'text', text: '第一行 第二行 完' }],
  ['ÿ', { kind: 'text', text: 'ÿ' }],
])('%s', (payload, preview) => expect(text(payload)).toEqual(preview))

test('an empty payload is its own kind', () => expect(previewOf(new Uint8Array())).toEqual({ kind: 'empty' }))

test('a long object keeps its first pairs and says that there are more', () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, i]))
  const preview = text(JSON.stringify(many))
  expect(preview).toMatchObject({ kind: 'json', more: true })
  expect(preview.kind === 'json' && preview.pairs).toHaveLength(12)
})

test('a long value and a long text are cut without splitting a character', () => {
  const preview = text(JSON.stringify({ v: '😀'.repeat(100) }))
  expect(preview).toEqual(json(['v', `"${'😀'.repeat(48)}…"`]))
  expect(text('😀'.repeat(500))).toEqual({ kind: 'text', text: `${'😀'.repeat(160)}…` })
})

test.each<[string, number[], string]>([
  ['JPEG', [0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 9], 'ff d8 ff e0 00 10 4a 46'],
  ['PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], '89 50 4e 47 0d 0a 1a 0a'],
  ['GIF', [0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0], '47 49 46 38 39 61 01 00'],
  ['WEBP', [0x52, 0x49, 0x46, 0x46, 0, 1, 2, 3, 0x57, 0x45, 0x42, 0x50], '52 49 46 46 00 01 02 03'],
  ['CBOR', [0xd9, 0xd9, 0xf7, 0x01], 'd9 d9 f7 01'],
  ['BIN', [0x00], '00'],
  ['BIN', [0xc3], 'c3'],
])('%s by its first bytes %j', (type, bytes, head) => {
  expect(previewOf(new Uint8Array(bytes))).toEqual({ kind: 'binary', type, size: bytes.length, head })
})

test('more than 4 KB of text is shown by type, size and first characters, cut or not cut within a character', () => {
  expect(text(`{"a":\n "${'温'.repeat(2_000)}"}`)).toEqual({
    ...{ kind: 'long', type: 'JSON', size: 6_010 },
    head: `{"a": "${'温'.repeat(41)}…`,
  })
  for (const pad of ['', 'x', 'xx']) {
    const head = `${pad}${'温'.repeat(48 - pad.length)}…`
    expect(text(pad + '温'.repeat(2_000))).toMatchObject({ kind: 'long', type: 'TEXT', head })
  }
  // what begins with blanks shows characters, too
  expect(text(' '.repeat(4_000) + 'ab'.repeat(100))).toMatchObject({ kind: 'long', head: `${'ab'.repeat(24)}…` })
})

test('more than 4 KB that is no text is shown in hex', () => {
  expect(previewOf(new Uint8Array(5_000))).toMatchObject({
    kind: 'binary',
    type: 'BIN',
    head: '00 00 00 00 00 00 00 00',
  })
})

test('the format of a subscription decides what a row shows', () => {
  const bytes = encodeUtf8('{"a":1}')
  expect(previewOf(bytes, 'text')).toEqual({ kind: 'text', text: '{"a":1}' })
  expect(previewOf(bytes, 'hex')).toEqual({ kind: 'text', text: '7b 22 61 22 3a 31 7d' })
  expect(previewOf(bytes, 'base64')).toEqual({ kind: 'text', text: 'eyJhIjoxfQ==' })
  expect(previewOf(bytes, 'cbor')).toMatchObject({ kind: 'binary', type: 'CBOR', size: 7 })
  expect(previewOf(new Uint8Array([0x41, 0xff]), 'text')).toEqual({ kind: 'text', text: 'A\ufffd' })
})

test('16 MB are as short as 5 KB', () => {
  const bytes = new Uint8Array(16_777_216).fill(0x61)
  for (const format of [undefined, 'text', 'hex', 'base64', 'json', 'gbk'] as const) {
    expect(JSON.stringify(previewOf(bytes, format)).length).toBeLessThan(400)
  }
})
