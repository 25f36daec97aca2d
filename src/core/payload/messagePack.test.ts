import { decodeMessagePack } from './messagePack'
import { decodeLimits, type ValueNode } from './tree'

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/ /g, ''), 'hex'))

function treeOf(hex: string): ValueNode {
  const decoded = decodeMessagePack(bytesOf(hex))
  if (!decoded.ok) throw new Error(`${hex}: ${JSON.stringify(decoded.failure)}`)
  return decoded.tree
}

const ascii = (length: number) => '61'.repeat(length)

describe('every format of the specification', () => {
  it.each<[string, string, string | undefined]>([
    ['00', '0', 'uint'],
    ['7f', '127', 'uint'],
    ['ff', '-1', 'int'],
    ['e0', '-32', 'int'],
    ['cc ff', '255', 'uint8'],
    ['cd ffff', '65535', 'uint16'],
    ['ce ffffffff', '4294967295', 'uint32'],
    ['cf ffffffffffffffff', '18446744073709551615', 'uint64'],
    ['cf 0020000000000001', '9007199254740993', 'uint64'],
    ['d0 80', '-128', 'int8'],
    ['d1 8000', '-32768', 'int16'],
    ['d2 80000000', '-2147483648', 'int32'],
    ['d3 8000000000000000', '-9223372036854775808', 'int64'],
    ['d3 ffdffffffffffffe', '-9007199254740994', 'int64'],
    ['ca 41c4cccd', '24.6', 'float32'],
    ['cb 3ff199999999999a', '1.1', 'float64'],
    ['c0', 'null', undefined],
    ['c2', 'false', undefined],
    ['c3', 'true', undefined],
    ['a0', '', undefined],
    ['a3 e6b0b4', '水', undefined],
    ['a1 ff', '\ufffd', 'not UTF-8'],
    [`d9 20 ${ascii(32)}`, 'a'.repeat(32), undefined],
    [`da 0100 ${ascii(256)}`, 'a'.repeat(256), undefined],
    [`db 00000001 61`, 'a', undefined],
    ['c4 03 010203', '01 02 03', '3 B'],
    ['c5 0001 ff', 'ff', '1 B'],
    ['c6 00000001 ff', 'ff', '1 B'],
    ['d4 05 01', '01', 'ext 5 · 1 B'],
    ['d5 05 0102', '01 02', 'ext 5 · 2 B'],
    [`d8 80 ${'00'.repeat(16)}`, '00 '.repeat(16).trim(), 'ext -128 · 16 B'],
    ['c7 03 07 010203', '01 02 03', 'ext 7 · 3 B'],
    ['c8 0001 07 01', '01', 'ext 7 · 1 B'],
    ['c9 00000001 07 01', '01', 'ext 7 · 1 B'],
    ['d6 ff 514b67b0', '2013-03-21T20:04:00Z', 'timestamp · 1363896240 s'],
    ['d7 ff 77359400514b67b0', '2013-03-21T20:04:00.500Z', 'timestamp · 1363896240 s 500000000 ns'],
    ['c7 0c ff 00000001 ffffffffffffffff', '1969-12-31T23:59:59.000000001Z', 'timestamp · -1 s 1 ns'],
    ['c7 0c ff 00000000 7fffffffffffffff', '9223372036854775807 s', 'timestamp'],
    ['c7 0c ff 3b9aca00 0000000000000000', '3b 9a ca 00 00 00 00 00 00 00 00 00', 'ext -1 · 12 B'],
  ])('%s is %s', (hex, text, note) => {
    expect(treeOf(hex)).toMatchObject(note === undefined ? { text } : { text, note })
    expect(treeOf(hex).note).toBe(note)
  })

  it.each([
    ['82 a7636f6d70616374 c3 a6736368656d61 00', 'object', ['compact', 'schema']],
    ['de 0001 01 02', 'object', [1]],
    ['df 00000001 c3 02', 'object', ['true']],
    ['93 01 02 03', 'array', [0, 1, 2]],
    ['dc 0001 01', 'array', [0]],
    ['dd 00000001 01', 'array', [0]],
  ])('%s holds members', (hex, kind, keys) => {
    const tree = treeOf(hex)
    expect(tree.kind).toBe(kind)
    expect(tree.children?.map(({ key }) => key)).toEqual(keys)
    expect(tree.omitted).toBeUndefined()
  })
})

it.each([
  ['', 'truncated', 0],
  ['c1', 'invalid', 0],
  ['92 01 c1', 'invalid', 2],
  ['92 01', 'truncated', 2],
  ['a3 6161', 'truncated', 3],
  ['cd 01', 'truncated', 2],
  ['db ffffffff 61', 'truncated', 6],
  ['dd ffffffff 61', 'truncated', 6],
  ['df ffffffff 61', 'truncated', 6],
  ['c9 ffffffff 01', 'truncated', 6],
  ['c0 c0', 'invalid', 1],
])('%s fails: %s at %i', (hex, code, offset) => {
  expect(decodeMessagePack(bytesOf(hex))).toMatchObject({ ok: false, failure: { code, offset } })
})

it('is bounded in depth and nodes', () => {
  const deep = (times: number) => decodeMessagePack(bytesOf(`${'91'.repeat(times)}00`))
  expect(deep(64)).toMatchObject({ ok: true })
  expect(deep(100_000)).toMatchObject({ ok: false, failure: { code: 'tooDeep', offset: 65 } })
  const limits = { ...decodeLimits, maxNodes: 10 }
  const many = decodeMessagePack(bytesOf(`dc0100${'00'.repeat(256)}`), limits)
  expect(many).toMatchObject({ ok: true, tree: { omitted: 247 } })
  expect(decodeMessagePack(bytesOf('82 9a01020304050607080901 01 02 02'), limits)).toMatchObject({
    ok: true,
    tree: { omitted: 1, children: [{ kind: 'other', omitted: 1 }] },
  })
})
