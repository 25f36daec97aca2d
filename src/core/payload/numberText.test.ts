import { decimalOf, doubleText, floatText, halfValue, int64Text, int64Value, isoTime, uint64Text } from './numberText'

const random = (() => {
  let state = 42
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0)
})()

it('spells 64-bit integers as BigInt does', () => {
  const edges = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x1fffff, 0x200000]
  const words = [...edges, ...Array.from({ length: 20 }, random)]
  for (const high of words) {
    for (const low of words) {
      const unsigned = (BigInt(high) << 32n) | BigInt(low)
      expect(uint64Text(high, low)).toBe(String(unsigned))
      expect(uint64Text(high, low, 1)).toBe(String(unsigned + 1n))
      expect(int64Text(high, low)).toBe(String(BigInt.asIntN(64, unsigned)))
      expect(int64Text(high | 0, low | 0)).toBe(String(BigInt.asIntN(64, unsigned)))
      expect(int64Value(high, low)).toBe(Number(BigInt.asIntN(64, unsigned)))
    }
  }
})

it('spells integers of any length', () => {
  for (let length = 0; length < 60; length += 1) {
    const bytes = Array.from({ length }, () => random() & 0xff)
    const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    expect(decimalOf(bytes)).toBe(String(value))
    expect(decimalOf(bytes, 1)).toBe(String(value + 1n))
  }
})

it('spells 32-bit floats shortly, and so that they read back', () => {
  expect(floatText(Math.fround(24.6))).toBe('24.6')
  expect(floatText(Math.fround(16_777_216))).toBe('16777216')
  expect(floatText(-0)).toBe('-0')
  expect(doubleText(-0)).toBe('-0')
  const view = new DataView(new ArrayBuffer(4))
  for (let i = 0; i < 4_000; i += 1) {
    view.setUint32(0, random())
    const value = view.getFloat32(0)
    expect(Math.fround(Number(floatText(value)))).toEqual(value)
  }
})

it('reads half floats', () => {
  expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0x3555].map(halfValue)).toEqual([
    1,
    -2,
    65_504,
    2 ** -24,
    -0,
    Infinity,
    0.333251953125,
  ])
})

it('spells moments as Date does', () => {
  for (let i = 0; i < 2_000; i += 1) {
    const seconds = (random() - 0x40000000) * (i % 50)
    expect(isoTime(seconds)).toBe(new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z'))
  }
  expect(isoTime(1_363_896_240.5)).toBe('2013-03-21T20:04:00.500Z')
  expect(isoTime(0, 1_000)).toBe('1970-01-01T00:00:00.000001Z')
  expect(isoTime(-62_167_219_200)).toBe('0000-01-01T00:00:00Z')
  expect(isoTime(253_402_300_799)).toBe('9999-12-31T23:59:59Z')
  for (const seconds of [NaN, Infinity, 1e18, -1e18]) expect(isoTime(seconds)).toBeUndefined()
})
