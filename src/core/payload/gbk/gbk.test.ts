import fc from 'fast-check'
import { encodeUtf8 } from '../utf8'
import { decodeGbk } from './decodeGbk'
import { gbkScore, gbkThreshold } from './guess'

/** ICU takes FF for U+F8F5; the Encoding Standard, and with it the browsers, for an error. */
const oracle = new TextDecoder('gbk')
const expected = (bytes: Uint8Array) => oracle.decode(bytes).replace(/\uf8f5/g, '\ufffd')

/** GBK bytes of a text, by way of the oracle: there is no encoder in Node. */
const encoded = new Map<string, [number, number]>()
for (let lead = 0x81; lead <= 0xfe; lead += 1) {
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    if (trail !== 0x7f) encoded.set(oracle.decode(Uint8Array.of(lead, trail)), [lead, trail])
  }
}
const gbk = (text: string) => {
  const bytes: number[] = []
  for (const character of text) bytes.push(...(encoded.get(character) ?? [character.charCodeAt(0)]))
  return new Uint8Array(bytes)
}

test('every byte and every two bytes are what the TextDecoder of Node makes of them', () => {
  const different: string[] = []
  for (let first = 0; first <= 0xff; first += 1) {
    for (let second = -1; second <= 0xff; second += 1) {
      const bytes = second < 0 ? Uint8Array.of(first) : Uint8Array.of(first, second)
      if (decodeGbk(bytes) !== expected(bytes)) different.push(Buffer.from(bytes).toString('hex'))
    }
  }
  expect(different).toEqual([])
})

test('random bytes, and text longer than a chunk, are what the TextDecoder makes of them', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.array(fc.integer({ min: 0x79, max: 0xff }), { maxLength: 60 }).map((list) => new Uint8Array(list)),
  )
  fc.assert(
    fc.property(bytes, (list) => expect(decodeGbk(list)).toBe(expected(list))),
    { numRuns: 3_000 },
  )
  for (const pad of ['', 'x', 'xx']) {
    const text = pad + '温室一号，湿度 61.4%；'.repeat(1_000)
    expect(decodeGbk(gbk(text))).toBe(text)
  }
})

test.each([
  '温度超限',
  '{"msg":"补光灯 3 过流","on":true}',
  '设备已上线，固件版本 2.4.1',
  '中文',
  '北京市海淀区中关村大街１号',
  '电压正常\r\n电流偏高\r\n',
  '温',
  '龙岩仓库门磁：开',
])('%j in GBK is guessed', (text) => {
  expect(gbkScore(gbk(text))).toBeGreaterThanOrEqual(gbkThreshold)
})

test('a guess is about the beginning, wherever that cuts a character', () => {
  for (const pad of ['', 'x']) expect(gbkScore(gbk(pad + '温'.repeat(5_000)))).toBe(1)
})

test('UTF-8, pictures, noise and binary formats are rarely guessed to be GBK', () => {
  expect(gbkScore(encodeUtf8('plain'))).toBe(0)
  expect(gbkScore(new Uint8Array())).toBe(0)
  expect(gbkScore(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBe(0)
  expect(gbkScore(Uint8Array.of(0xc4, 0xe3, 0x00))).toBe(0)
  let seed = 1
  const random = () => (seed = (seed * 48_271) % 2_147_483_647)
  let guessed = 0
  for (let i = 0; i < 10_000; i += 1) {
    const bytes = Uint8Array.from({ length: 16 }, () => random() & 0xff)
    if (gbkScore(bytes) >= gbkThreshold) guessed += 1
  }
  expect(guessed).toBeLessThan(50)
})
