import protobuf from 'protobufjs'
import 'protobufjs/ext/descriptor'
import { decodeLimits, type Decode, type ValueNode } from '../tree'
import { parseDescriptorSet } from './descriptorSet'
import { decodeProtobuf } from './fieldTree'
import { protobufDecoder } from './messageTree'
import { parseProto } from './protoParser'
import { messageNames, type ProtoSchema, type SchemaResult } from './schema'

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replace(/ /g, ''), 'hex'))

function schemaOf(result: SchemaResult): ProtoSchema {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.schema
}

function treeOf(bytes: Uint8Array, decode: Decode = decodeProtobuf): ValueNode {
  const decoded = decode(bytes)
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.failure))
  return decoded.tree
}

/** A tree as plain values: leaves as their text. */
function plain(node: ValueNode): unknown {
  if (!node.children) return node.text
  if (node.kind === 'array') return node.children.map(plain)
  return Object.fromEntries(node.children.map((child) => [String(child.key), plain(child)]))
}

const everyType = `
  // a comment; message Not { }
  syntax = "proto3"; /* another
  one */
  package plant.v1;
  import "google/protobuf/timestamp.proto";
  import public "google/protobuf/any.proto";
  option java_package = "com.example"; option (custom) = { a: 1, b: [2, 3], c: { d: "}" } };

  enum State { option allow_alias = true; IDLE = 0; OFF = 0; RUNNING = 1 [deprecated = true]; BROKEN = -1; reserved 5 to 9; }

  message Every {
    double a_double = 1; float a_float = 2; int64 a_int64 = 3; uint64 a_uint64 = 4; int32 a_int32 = 5;
    fixed64 a_fixed64 = 6; fixed32 a_fixed32 = 7; bool a_bool = 8; string a_string = 9; bytes a_bytes = 12;
    uint32 a_uint32 = 13; sfixed32 a_sfixed32 = 15; sfixed64 a_sfixed64 = 16; sint32 a_sint32 = 17; sint64 a_sint64 = 18;
    State state = 19;
    repeated int32 numbers = 20 [packed = true, (my.option).x = "];"];
    repeated int32 loose = 21 [packed = false];
    repeated string names = 22;
    map<string, Inner> inners = 23;
    map<int32, State> states = 24;
    message Inner { Every.Inner again = 1; .plant.v1.State state = 2; oneof choice { string text = 3; int32 number = 4; } }
    Inner inner = 25;
    google.protobuf.Timestamp at = 26;
    google.protobuf.Any any = 27;
    google.protobuf.Struct struct = 28;
    optional google.protobuf.Duration took = 29;
    repeated double doubles = 30;
    google.protobuf.Int64Value wrapped = 31;
    reserved 100 to max; reserved "old";
  }
  service Plant { rpc Get (Every) returns (stream Every) { option (http) = { get: "/v1" }; } }
  message Unrelated {}`

/** What protobufjs reads: it wants its imports in files. */
const encoder = protobuf.parse(everyType.replace(/import.*;/g, ''), { keepCase: true }).root
for (const name of ['timestamp', 'any', 'struct', 'duration', 'wrappers']) {
  const common = protobuf.common.get(`google/protobuf/${name}.proto`)
  encoder.addJSON((common as protobuf.INamespace).nested ?? {})
}
encoder.resolveAll()

const encode = (type: string, value: object) => {
  const message = encoder.lookupType(type)
  return message.encode(message.fromObject(value)).finish()
}

const sample = {
  a_double: 24.6,
  a_float: 24.6,
  a_int64: '-9007199254740993',
  a_uint64: '18446744073709551615',
  a_int32: -1,
  a_fixed64: '9007199254740993',
  a_fixed32: 4_294_967_295,
  a_bool: true,
  a_string: '温室 🌱',
  a_bytes: Buffer.from([1, 2, 255]),
  a_uint32: 4_294_967_295,
  a_sfixed32: -2_147_483_648,
  a_sfixed64: '-9223372036854775808',
  a_sint32: -2_147_483_648,
  a_sint64: '-9223372036854775808',
  state: 'RUNNING',
  numbers: [3, 270, -1],
  loose: [1, 2],
  names: ['a', ''],
  inners: { x: { text: 'y', again: { number: 0 } }, '': {} },
  states: { 7: 'BROKEN' },
  inner: { state: 1 },
  at: { seconds: 1_363_896_240, nanos: 500_000_000 },
  took: { seconds: 1, nanos: 500_000_000 },
  struct: {
    fields: {
      a: { numberValue: 1.5 },
      b: { listValue: { values: [{ stringValue: 'c' }, { nullValue: 0 }, { boolValue: false }] } },
      d: { structValue: { fields: {} } },
    },
  },
  doubles: [0.5, -1],
  wrapped: { value: 5 },
}

const expected = {
  a_double: '24.6',
  a_float: '24.6',
  a_int64: '-9007199254740993',
  a_uint64: '18446744073709551615',
  a_int32: '-1',
  a_fixed64: '9007199254740993',
  a_fixed32: '4294967295',
  a_bool: 'true',
  a_string: '温室 🌱',
  a_bytes: '01 02 ff',
  a_uint32: '4294967295',
  a_sfixed32: '-2147483648',
  a_sfixed64: '-9223372036854775808',
  a_sint32: '-2147483648',
  a_sint64: '-9223372036854775808',
  state: 'RUNNING',
  numbers: ['3', '270', '-1'],
  loose: ['1', '2'],
  names: ['a', ''],
  inners: { x: { text: 'y', again: { number: '0' } }, '': {} },
  states: { 7: 'BROKEN' },
  inner: { state: 'RUNNING' },
  at: { seconds: '1363896240', nanos: '500000000' },
  took: { seconds: '1', nanos: '500000000' },
  struct: { a: '1.5', b: ['c', 'null', 'false'], d: {} },
  doubles: ['0.5', '-1'],
  wrapped: { value: '5' },
}

interface WithDescriptor {
  toDescriptor(edition: string): protobuf.Message
}

function descriptorSet(root: protobuf.Root): Uint8Array {
  const set = (root as unknown as WithDescriptor).toDescriptor('proto3')
  return set.$type.encode(set).finish()
}

describe.each<[string, () => ProtoSchema]>([
  ['a pasted .proto', () => schemaOf(parseProto(everyType))],
  ['a descriptor set', () => schemaOf(parseDescriptorSet(descriptorSet(encoder)))],
])('with %s', (_, read) => {
  const schema = read()
  const decode = protobufDecoder(schema, 'plant.v1.Every')

  it('reads what protobufjs has written, exact to 64 bits', () => {
    expect(plain(treeOf(encode('plant.v1.Every', sample), decode))).toEqual(expected)
  })

  it('says the types', () => {
    const tree = treeOf(encode('plant.v1.Every', sample), decode)
    const note = (key: string) => tree.children?.find((child) => child.key === key)?.note
    expect(tree.note).toBe('plant.v1.Every')
    expect(note('a_sint64')).toBe('sint64')
    expect(note('state')).toBe('plant.v1.State · 1')
    expect(note('numbers')).toBe('repeated int32')
    expect(note('inners')).toBe('map<string, plant.v1.Every.Inner>')
    expect(note('at')).toBe('2013-03-21T20:04:00.500Z · google.protobuf.Timestamp')
    expect(note('took')).toBe('1.5 s · google.protobuf.Duration')
  })

  it('looks into an Any', () => {
    const value = encode('plant.v1.Every.Inner', { text: 'inside' })
    const any = encode('plant.v1.Every', { any: { type_url: 'type.googleapis.com/plant.v1.Every.Inner', value } })
    expect(plain(treeOf(any, decode))).toMatchObject({ any: { value: { text: 'inside' } } })
    const unknown = encode('plant.v1.Every', { any: { type_url: 'x/y.Z', value } })
    expect(plain(treeOf(unknown, decode))).toMatchObject({ any: { value: '1a 06 69 6e 73 69 64 65' } })
  })

  it('offers the types that no other holds first', () => {
    expect(messageNames(schema)).toEqual(['plant.v1.Every', 'plant.v1.Unrelated', 'plant.v1.Every.Inner'])
  })
})

describe('with a schema that does not fit', () => {
  const schema = schemaOf(
    parseProto(
      'message A { int32 a = 1; A inner = 2; repeated int32 n = 3; E e = 4; map<bool, int64> m = 5; } enum E { Z = 0; }',
    ),
  )
  const decode = protobufDecoder(schema, 'A')

  it('shows unknown fields and values', () => {
    expect(treeOf(bytesOf('4801 2007'), decode).children).toMatchObject([
      { key: 9, text: '1', note: 'unknown field · varint · zigzag -1' },
      { key: 'e', kind: 'number', text: '7', note: 'E · unknown value' },
    ])
  })

  it('shows fields encoded otherwise', () => {
    expect(treeOf(bytesOf('0a026869'), decode).children).toMatchObject([
      { key: 'a', text: 'hi', note: 'not int32 · LEN' },
    ])
    expect(treeOf(bytesOf('1203ffffff'), decode).children).toMatchObject([
      { key: 'inner', kind: 'bytes', note: 'not A, byte 5 · LEN · 3 B' },
    ])
  })

  it('takes packed and loose numbers, broken map entries and missing halves', () => {
    expect(plain(treeOf(bytesOf('1801 1a020203 1804 2a00 2a020801 2a021005'), decode))).toEqual({
      n: ['1', '2', '3', '4'],
      m: { false: '5', true: '0' },
    })
    expect(treeOf(bytesOf('2801'), decode).children).toMatchObject([
      { key: 'm', children: [{ key: 0, text: '1', note: 'not A.MEntry · varint · zigzag -1' }] },
    ])
  })

  it('keeps every field that was sent twice', () => {
    expect(treeOf(bytesOf('0801 0802'), decode).children).toMatchObject([
      { key: 'a', text: '1' },
      { key: 'a', text: '2' },
    ])
  })

  it('fails with the place where the bytes are no protobuf', () => {
    for (const [hex, code, offset] of [
      ['08', 'truncated', 1],
      ['0801 00', 'invalid', 2],
      ['0801 0f', 'invalid', 2],
      ['0c', 'invalid', 0],
      ['08 ffffffffffffffffffff01', 'invalid', 1],
      ['12 ffffffff0f 00', 'truncated', 7],
      ['4b 4c', 'ok', 0],
      ['4b 54', 'invalid', 1],
    ] as const) {
      const decoded = decode(bytesOf(hex))
      expect(decoded).toMatchObject(code === 'ok' ? { ok: true } : { ok: false, failure: { code, offset } })
    }
    expect(protobufDecoder(schema, 'B')(bytesOf(''))).toMatchObject({ ok: false, failure: { code: 'unsupported' } })
  })
})

describe('without a schema (protobuf.dev/programming-guides/encoding)', () => {
  it.each<[string, unknown]>([
    ['089601', { 1: '150' }],
    ['120774657374696e67', { 2: 'testing' }],
    ['1a03089601', { 3: { 1: '150' } }],
    ['2205 68656c6c6f 2801', { 4: 'hello', 5: '1' }],
    ['3206038e029ea705', { 6: '03 8e 02 9e a7 05' }],
    ['0b 0801 0c', { 1: { 1: '1' } }],
    ['0d cdccc441', { 1: '24.6' }],
    ['09 9a99999999993840', { 1: '24.6' }],
    ['0d 01000000', { 1: '1' }],
    ['0a00', { 1: '' }],
    ['0a026869', { 1: 'hi' }],
    // a field 1 of 36 characters, within field 1: as text it would begin with a line feed
    [`0a26 0a24 ${'61'.repeat(36)}`, { 1: { 1: 'a'.repeat(36) } }],
    ['', {}],
  ])('%s', (hex, value) => {
    expect(plain(treeOf(bytesOf(hex)))).toEqual(value)
  })

  it('says how else a number reads', () => {
    expect(treeOf(bytesOf('08 ffffffffffffffffff01')).children).toMatchObject([
      { text: '18446744073709551615', note: 'varint · int -1 · zigzag -9223372036854775808' },
    ])
    expect(treeOf(bytesOf('3206038e029ea705')).children).toMatchObject([
      { kind: 'bytes', note: 'LEN · packed? 3, 270, 86942 · 6 B' },
    ])
    expect(treeOf(bytesOf('0d ffffffff')).children).toMatchObject([{ note: 'I32 · int -1 · float NaN' }])
  })

  it('is bounded in depth and nodes', () => {
    const nested = (times: number) => {
      let inner: Buffer = Buffer.from([8, 1])
      for (let i = 0; i < times; i += 1) {
        const length = inner.length
        const prefix = length < 128 ? [0x0a, length] : [0x0a, (length & 127) | 128, length >> 7]
        inner = Buffer.concat([Buffer.from(prefix), inner])
      }
      return inner
    }
    // below the bound what may be a message is shown as bytes
    expect(decodeProtobuf(nested(500))).toMatchObject({ ok: true })
    expect(decodeProtobuf(Buffer.alloc(100_000, 0x0b))).toMatchObject({ ok: false, failure: { code: 'tooDeep' } })
    const many = decodeProtobuf(Buffer.from('0801'.repeat(100), 'hex'), { ...decodeLimits, maxNodes: 10 })
    expect(many).toMatchObject({ ok: true, tree: { omitted: 1 } })
  })
})

describe('a .proto text', () => {
  it.each<[string, object]>([
    ['', { code: 'noMessages' }],
    ['syntax = "proto4";', { line: 1, column: 10, detail: 'syntax "proto4"' }],
    ['message A {\n  int32 a = 1\n}', { line: 3, column: 1, detail: 'expected ";", found "}"' }],
    ['message A {\n  int32 = 1;\n}', { line: 2, column: 9, detail: 'expected a name, found "="' }],
    ['message A {\n  B b = 1;\n}', { code: 'unknownType', line: 2, column: 3, detail: 'B' }],
    ['message A { int32 a = 1; int32 b = 1; }', { line: 1, column: 26, detail: 'A: number 1 is a and b' }],
    ['message A { int32 a = 0; }', { detail: 'field number 0 is not between 1 and 536870911' }],
    ['message A {} message A {}', { line: 1, column: 22, detail: 'A is described twice' }],
    ['message A { map<bytes, A> a = 1; }', { column: 17, detail: 'bytes cannot be the key of a map' }],
    ['message A {', { line: 1, column: 12, detail: 'expected "}", found the end' }],
    ['message A { /* }', { column: 13, detail: 'comment without an end' }],
    ['message A { string s = 1 [default = "x]; }', { detail: 'unexpected """' }],
    ['message A { option (x) = { a: 1 ); }', { detail: 'expected "}", found ")"' }],
    ['{"json": true}', { line: 1, column: 1, detail: /^expected message, enum/ }],
    ['message A { 温 }', { column: 13, detail: 'unexpected "温"' }],
    ['message A {'.repeat(40), { detail: 'messages nested deeper than 32' }],
    [`// ${'x'.repeat(70_000)}`, { code: 'tooLarge' }],
  ])('%j is explained', (text, failure) => {
    const result = parseProto(text)
    expect(result.ok).toBe(false)
    for (const [key, value] of Object.entries(failure)) {
      const found = result.ok ? undefined : result.failure[key as 'detail']
      if (value instanceof RegExp) expect(found).toMatch(value)
      else expect(found).toBe(value)
    }
  })

  it('may be proto2: groups, extensions, defaults, ranges', () => {
    const schema = schemaOf(
      parseProto(`syntax = "proto2";
        package p;
        message A {
          required int32 a = 1 [default = -5];
          repeated group Result = 2 { optional string url = 3; extensions 4 to 8, 10; }
          extensions 100 to max;
          optional .p.A.Result one = 4;
          oneof x { group G = 5 { optional int32 g = 1; } }
        }
        extend A { optional E e = 100; }
        enum E { E1 = 0x1; E010 = 010; }`),
    )
    const decode = protobufDecoder(schema, 'p.A')
    expect(plain(treeOf(bytesOf('0805 13 1a0161 14 13 14 a00608 2b 0801 2c'), decode))).toEqual({
      a: '5',
      result: [{ url: 'a' }, {}],
      e: 'E010',
      g: { g: '1' },
    })
  })

  it('may be several files, one after the other', () => {
    const schema = schemaOf(
      parseProto(`syntax = "proto3"; package a; import "b.proto"; message A { b.B b = 1; }
        syntax = "proto3"; package b; message B { string s = 1; a.A a = 2; }`),
    )
    expect(plain(treeOf(bytesOf('0a03 0a0178'), protobufDecoder(schema, 'a.A')))).toEqual({ b: { s: 'x' } })
  })

  it('may use words of the language as names', () => {
    const schema = schemaOf(
      parseProto('message A { string message = 1; int32 map = 2; bool repeated = 3; string optional = 4; }'),
    )
    expect([...(schema.messages.get('A')?.fields.values() ?? [])].map(({ name }) => name)).toEqual([
      'message',
      'map',
      'repeated',
      'optional',
    ])
  })
})

it('explains a file that is no descriptor set', () => {
  expect(parseDescriptorSet(bytesOf('ff'))).toMatchObject({ ok: false, failure: { code: 'invalid', offset: 1 } })
  expect(parseDescriptorSet(bytesOf('0801'))).toMatchObject({ ok: false, failure: { code: 'noMessages' } })
  expect(parseDescriptorSet(new Uint8Array(100_000))).toMatchObject({ ok: false, failure: { code: 'tooLarge' } })
  expect(parseDescriptorSet(bytesOf('0a05 2203 0a0121'))).toMatchObject({ ok: false, failure: { detail: 'name "!"' } })
})
