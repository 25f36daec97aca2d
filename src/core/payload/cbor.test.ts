import { decodeCbor } from './cbor'
import { decodeLimits, type ValueNode } from './tree'

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/ /g, ''), 'hex'))

function treeOf(hex: string): ValueNode {
  const decoded = decodeCbor(bytesOf(hex))
  if (!decoded.ok) throw new Error(`${hex}: ${JSON.stringify(decoded.failure)}`)
  return decoded.tree
}

/** A tree in one line, close to the diagnostic notation of RFC 8949 §8. */
function shown(node: ValueNode): string {
  const children = (node.children ?? []).map((child) =>
    node.kind === 'array' ? shown(child) : `${JSON.stringify(child.key)}: ${shown(child)}`,
  )
  if (node.kind === 'array') return `[${children.join(', ')}]`
  if (node.kind === 'object') return `{${children.join(', ')}}`
  if (node.kind === 'string') return JSON.stringify(node.text)
  return node.kind === 'bytes' ? `h'${(node.text ?? '').replace(/ /g, '')}'` : (node.text ?? '?')
}

const twentyFive = Array.from({ length: 25 }, (_, i) => i + 1).join(', ')
const twentyFiveBytes = '0102030405060708090a0b0c0d0e0f101112131415161718181819'
const letters = '{"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}'

describe('RFC 8949 appendix A', () => {
  it.each([
    ['00', '0'],
    ['01', '1'],
    ['0a', '10'],
    ['17', '23'],
    ['1818', '24'],
    ['1819', '25'],
    ['1864', '100'],
    ['1903e8', '1000'],
    ['1a000f4240', '1000000'],
    ['1b000000e8d4a51000', '1000000000000'],
    ['1bffffffffffffffff', '18446744073709551615'],
    ['c249010000000000000000', '18446744073709551616'],
    ['3bffffffffffffffff', '-18446744073709551616'],
    ['c349010000000000000000', '-18446744073709551617'],
    ['20', '-1'],
    ['29', '-10'],
    ['3863', '-100'],
    ['3903e7', '-1000'],
    ['f90000', '0'],
    ['f98000', '-0'],
    ['f93c00', '1'],
    ['fb3ff199999999999a', '1.1'],
    ['f93e00', '1.5'],
    ['f97bff', '65504'],
    ['fa47c35000', '100000'],
    ['fa7f7fffff', '3.4028235e+38'],
    ['fb7e37e43c8800759c', '1e+300'],
    ['f90001', '5.960464477539063e-8'],
    ['f90400', '0.00006103515625'],
    ['f9c400', '-4'],
    ['fbc010666666666666', '-4.1'],
    ['f97c00', 'Infinity'],
    ['f97e00', 'NaN'],
    ['f9fc00', '-Infinity'],
    ['fa7f800000', 'Infinity'],
    ['fa7fc00000', 'NaN'],
    ['faff800000', '-Infinity'],
    ['fb7ff0000000000000', 'Infinity'],
    ['fb7ff8000000000000', 'NaN'],
    ['fbfff0000000000000', '-Infinity'],
    ['f4', 'false'],
    ['f5', 'true'],
    ['f6', 'null'],
    ['f7', 'undefined'],
    ['f0', 'simple(16)'],
    ['f8ff', 'simple(255)'],
    ['c074323031332d30332d32315432303a30343a30305a', '"2013-03-21T20:04:00Z"'],
    ['c11a514b67b0', '1363896240'],
    ['c1fb41d452d9ec200000', '1363896240.5'],
    ['d74401020304', "h'01020304'"],
    ['d818456449455446', '"IETF"'],
    ['d82076687474703a2f2f7777772e6578616d706c652e636f6d', '"http://www.example.com"'],
    ['40', "h''"],
    ['4401020304', "h'01020304'"],
    ['60', '""'],
    ['6161', '"a"'],
    ['6449455446', '"IETF"'],
    ['62225c', '"\\"\\\\"'],
    ['62c3bc', '"ü"'],
    ['63e6b0b4', '"水"'],
    ['64f0908591', '"\u{10151}"'],
    ['80', '[]'],
    ['83010203', '[1, 2, 3]'],
    ['8301820203820405', '[1, [2, 3], [4, 5]]'],
    [`9819${twentyFiveBytes}`, `[${twentyFive}]`],
    ['a0', '{}'],
    ['a201020304', '{1: 2, 3: 4}'],
    ['a26161016162820203', '{"a": 1, "b": [2, 3]}'],
    ['826161a161626163', '["a", {"b": "c"}]'],
    ['a56161614161626142616361436164614461656145', letters],
    ['5f42010243030405ff', "h'0102030405'"],
    ['7f657374726561646d696e67ff', '"streaming"'],
    ['9fff', '[]'],
    ['9f018202039f0405ffff', '[1, [2, 3], [4, 5]]'],
    ['9f01820203820405ff', '[1, [2, 3], [4, 5]]'],
    ['83018202039f0405ff', '[1, [2, 3], [4, 5]]'],
    ['83019f0203ff820405', '[1, [2, 3], [4, 5]]'],
    [`9f${twentyFiveBytes}ff`, `[${twentyFive}]`],
    ['bf61610161629f0203ffff', '{"a": 1, "b": [2, 3]}'],
    ['826161bf61626163ff', '["a", {"b": "c"}]'],
    ['bf6346756ef563416d7421ff', '{"Fun": true, "Amt": -2}'],
  ])('%s is %s', (hex, expected) => {
    expect(shown(treeOf(hex))).toBe(expected)
  })
})

describe('what is not well-formed (appendix F) fails with its place', () => {
  it.each([
    ['', 'truncated', 0],
    ['18', 'truncated', 1],
    ['19 01', 'truncated', 2],
    ['1b 01020304050607', 'truncated', 8],
    ['41', 'truncated', 1],
    ['5affffffff00', 'truncated', 6],
    ['7bffffffffffffffff010203', 'truncated', 12],
    ['81', 'truncated', 1],
    ['8200', 'truncated', 2],
    ['9bffffffffffffffff', 'truncated', 9],
    ['bbffffffffffffffff', 'truncated', 9],
    ['a1', 'truncated', 1],
    ['a20102', 'truncated', 3],
    ['5f4100', 'truncated', 3],
    ['9f01', 'truncated', 2],
    ['bf01', 'truncated', 2],
    ['c0', 'truncated', 1],
    ['1c', 'invalid', 0],
    ['fc', 'invalid', 0],
    ['f800', 'invalid', 0],
    ['f81f', 'invalid', 0],
    ['5f00ff', 'invalid', 1],
    ['5f6100ff', 'invalid', 1],
    ['5f5f4100ffff', 'invalid', 1],
    ['ff', 'invalid', 0],
    ['81ff', 'invalid', 1],
    ['8200ff', 'invalid', 2],
    ['bf00ff', 'invalid', 2],
    ['1f', 'invalid', 0],
    ['3f', 'invalid', 0],
    ['df00', 'invalid', 0],
    ['0001', 'invalid', 1],
  ])('%s: %s at %i', (hex, code, offset) => {
    expect(decodeCbor(bytesOf(hex))).toMatchObject({ ok: false, failure: { code, offset } })
  })
})

it('says how a value was written', () => {
  const notes = (hex: string) => treeOf(hex).note
  expect(notes('01')).toBe('uint')
  expect(notes('20')).toBe('negint')
  expect(notes('fb4038999999999999')).toBe('float64')
  expect(notes('fa41c4cccd')).toBe('float32')
  expect(treeOf('fa41c4cccd').text).toBe('24.6')
  expect(notes('c11a514b67b0')).toBe('tag 1 epoch · 2013-03-21T20:04:00Z · uint')
  expect(notes('d9d9f7c249010000000000000000')).toBe('tag 55799 CBOR · tag 2 bignum')
  expect(notes('d82550f81d4fae7dec11d0a76500a0c91e6bf6')).toBe(
    'tag 37 UUID · f81d4fae-7dec-11d0-a765-00a0c91e6bf6 · 16 B',
  )
  expect(notes('9f01ff')).toBe('indefinite')
  expect(notes('61ff')).toBe('not UTF-8')
})

it('shows keys of any type', () => {
  expect(shown(treeOf('a5 01 02 20 03 f5 04 4101 05 820102 06'))).toBe(
    '{1: 2, -1: 3, "true": 4, "h\'01\'": 5, "[1, 2]": 6}',
  )
})

it('keeps decimal fractions exact', () => {
  expect(treeOf('c48221196ab3')).toMatchObject({ kind: 'number', text: '273.15', value: 273.15 })
  expect(treeOf('c4822103')).toMatchObject({ text: '0.03', value: 0.03 })
  expect(treeOf('c4822122')).toMatchObject({ text: '-0.03', value: -0.03 })
  expect(treeOf('c5822003')).toMatchObject({ text: '3*2^-1', value: 1.5 })
  expect(treeOf('c482fb7ff800000000000003')).toMatchObject({ value: NaN })
})

it('leaves a bignum of thousands of digits as bytes', () => {
  expect(treeOf(`c2590200${'ff'.repeat(512)}`)).toMatchObject({ kind: 'bytes', note: 'tag 2 bignum · 512 B' })
})

describe('bounds', () => {
  it('of depth, in arrays, tags and embedded items', () => {
    const deep = (unit: string, times: number) => decodeCbor(bytesOf(unit.repeat(times) + '00'))
    expect(deep('81', 64)).toMatchObject({ ok: true })
    expect(deep('81', 65)).toMatchObject({ ok: false, failure: { code: 'tooDeep', offset: 65 } })
    expect(deep('c1', 1_000_000)).toMatchObject({ ok: false, failure: { code: 'tooDeep', offset: 64 } })
    expect(deep('9f', 1_000_000)).toMatchObject({ ok: false, failure: { code: 'tooDeep', offset: 65 } })
  })

  it('of nodes: what is left out is counted', () => {
    const limits = { ...decodeLimits, maxNodes: 10 }
    const decoded = decodeCbor(bytesOf(`8283010203${'9900c8'}${'01'.repeat(200)}`), limits)
    expect(decoded).toMatchObject({ ok: true, tree: { children: [{}, { omitted: 196 }] } })
    const indefinite = decodeCbor(bytesOf(`9f${'01'.repeat(200)}ff`), limits)
    expect(indefinite).toMatchObject({ ok: true, tree: { omitted: 1 } })
    const map = decodeCbor(bytesOf(`a3 8a01020304050607080901 01 02 02 03 03`), limits)
    expect(map).toMatchObject({ ok: true, tree: { omitted: 2, children: [{ kind: 'other', omitted: 1 }] } })
  })

  it('of bytes', () => {
    expect(decodeCbor(new Uint8Array(11), { ...decodeLimits, maxBytes: 10 })).toMatchObject({
      ok: false,
      failure: { code: 'tooLarge', offset: 10 },
    })
  })
})
