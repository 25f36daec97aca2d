import { createContext, runInContext } from 'node:vm'
import zlib from 'node:zlib'
import { decodeCbor } from '@/core/payload/cbor'
import { decodeMessagePack } from '@/core/payload/messagePack'
import { decodeProtobuf } from '@/core/payload/protobuf/fieldTree'
import { protobufDecoder } from '@/core/payload/protobuf/messageTree'
import { parseProto } from '@/core/payload/protobuf/protoParser'
import { decodeSparkplug } from '@/core/payload/sparkplug'
import { unwrap } from '@/core/payload/unwrap'
import { bundle } from '../../scripts/bundleLink'
import { legacyLibrary } from '../support/weapp-host/realmPrelude'

const ENTRY = `
export { decodeCbor } from '@/core/payload/cbor'
export { decodeMessagePack } from '@/core/payload/messagePack'
export { decodeProtobuf } from '@/core/payload/protobuf/fieldTree'
export { parseDescriptorSet } from '@/core/payload/protobuf/descriptorSet'
export { protobufDecoder } from '@/core/payload/protobuf/messageTree'
export { parseProto } from '@/core/payload/protobuf/protoParser'
export { decodeSparkplug } from '@/core/payload/sparkplug'
export { unwrap } from '@/core/payload/unwrap'
`

const ABSENT =
  'TextDecoder TextEncoder BigInt BigInt64Array Buffer URL Blob crypto Intl navigator window document process global require globalThis'

const schemaText = 'message A { sint64 a = 1; string s = 2; google.protobuf.Timestamp t = 3; }'

/** Expressions over a namespace of the decoders, the same in both realms, and the bytes they are asked of. */
const questions: [string, (bytes: Uint8Array) => unknown, string][] = [
  [
    'm.decodeCbor(bytes)',
    decodeCbor,
    'a4 01 1bffffffffffffffff 02 c249010000000000000000 03 66e6b8a9e5aea4 04 c11a514b67b0',
  ],
  ['m.decodeCbor(bytes)', decodeCbor, '9bffffffffffffffff'],
  ['m.decodeMessagePack(bytes)', decodeMessagePack, '94 d38000000000000000 a6e6b8a9e5aea4 d6ff514b67b0 ca41c4cccd'],
  ['m.decodeProtobuf(bytes)', decodeProtobuf, '08ffffffffffffffffff01 1206e6b8a9e5aea4 1a0208 01'],
  [
    `m.protobufDecoder(m.parseProto(${JSON.stringify(schemaText)}).schema, 'A')(bytes)`,
    (bytes) => {
      const parsed = parseProto(schemaText)
      return parsed.ok && protobufDecoder(parsed.schema, 'A')(bytes)
    },
    '08feffffffffffffffff01 1206e6b8a9e5aea4 1a0608b0cfad8a05',
  ],
  [`m.parseProto('message A {\\n int32 a }')`, () => parseProto('message A {\n int32 a }'), ''],
  [
    'm.decodeSparkplug(bytes)',
    (bytes) => decodeSparkplug(bytes),
    '08f4eba0c1d230 1210 0a0474656d70 2004 58feffffffffffffffff01',
  ],
  [
    'Array.from(m.unwrap(bytes).bytes)',
    (bytes) => Array.from(unwrap(bytes).bytes),
    zlib.gzipSync(zlib.deflateSync('温室 温室 温室')).toString('hex'),
  ],
  ['m.unwrap(bytes).failure', (bytes) => unwrap(bytes).failure, '1f8b0800000000000003ff'],
]

let code = ''
beforeAll(async () => {
  code = await bundle(ENTRY, { isLean: false, minify: true })
})

test('the decoders reach for no code generation', () => {
  expect(code).not.toMatch(/\beval\(|\bFunction\(/)
})

test('the decoders answer the same without BigInt, TextDecoder and Buffer, on the library of iOS 11', () => {
  const realm = createContext({}, { codeGeneration: { strings: false, wasm: false } })
  runInContext('delete this.Intl; delete this.WebAssembly', realm)
  runInContext(legacyLibrary, realm)
  runInContext('delete this.globalThis', realm)
  const present = ABSENT.split(' ').filter((name) => runInContext(`typeof ${name}`, realm) !== 'undefined')
  expect(present).toEqual([])
  runInContext(code, realm)
  for (const [expression, here, hex] of questions) {
    const bytes = Uint8Array.from(Buffer.from(hex.replace(/ /g, ''), 'hex'))
    const there = runInContext(
      `(function (m, bytes) { return JSON.stringify(${expression}) })(bundled, Uint8Array.from(${JSON.stringify([...bytes])}))`,
      realm,
    ) as string
    expect(JSON.parse(there)).toEqual(JSON.parse(JSON.stringify(here(bytes))))
  }
})
