import protobuf from 'protobufjs'
import { decodeSparkplug, sparkplugAliases } from './sparkplug'
import { birthTopicsOf, parseSparkplugTopic } from './sparkplugTypes'
import { decodeLimits, type ValueNode } from './tree'

/** The payload of Sparkplug 3.0 §6.4, as far as it goes. */
const { root } = protobuf.parse(
  `syntax = "proto2"; package org.eclipse.tahu.protobuf;
  message Payload {
    message Template {
      message Parameter { optional string name = 1; optional uint32 type = 2; oneof value { uint32 int_value = 3;
        uint64 long_value = 4; float float_value = 5; double double_value = 6; bool boolean_value = 7; string string_value = 8; } }
      optional string version = 1; repeated Metric metrics = 2; repeated Parameter parameters = 3;
      optional string template_ref = 4; optional bool is_definition = 5; }
    message DataSet {
      message DataSetValue { oneof value { uint32 int_value = 1; uint64 long_value = 2; float float_value = 3;
        double double_value = 4; bool boolean_value = 5; string string_value = 6; } }
      message Row { repeated DataSetValue elements = 1; }
      optional uint64 num_of_columns = 1; repeated string columns = 2; repeated uint32 types = 3; repeated Row rows = 4; }
    message PropertyValue { optional uint32 type = 1; optional bool is_null = 2; oneof value { uint32 int_value = 3;
      uint64 long_value = 4; float float_value = 5; double double_value = 6; bool boolean_value = 7; string string_value = 8;
      PropertySet propertyset_value = 9; PropertySetList propertysets_value = 10; } }
    message PropertySet { repeated string keys = 1; repeated PropertyValue values = 2; }
    message PropertySetList { repeated PropertySet propertyset = 1; }
    message MetaData { optional bool is_multi_part = 1; optional string content_type = 2; optional uint64 size = 3;
      optional uint64 seq = 4; optional string file_name = 5; }
    message Metric { optional string name = 1; optional uint64 alias = 2; optional uint64 timestamp = 3;
      optional uint32 datatype = 4; optional bool is_historical = 5; optional bool is_transient = 6; optional bool is_null = 7;
      optional MetaData metadata = 8; optional PropertySet properties = 9; oneof value { uint32 int_value = 10;
      uint64 long_value = 11; float float_value = 12; double double_value = 13; bool boolean_value = 14;
      string string_value = 15; bytes bytes_value = 16; DataSet dataset_value = 17; Template template_value = 18; } }
    optional uint64 timestamp = 1; repeated Metric metrics = 2; optional uint64 seq = 3; optional string uuid = 4;
    optional bytes body = 5;
  }`,
)
const Payload = root.lookupType('org.eclipse.tahu.protobuf.Payload')

const payload = (value: object) => Payload.encode(Payload.fromObject(value)).finish()

function treeOf(...given: Parameters<typeof decodeSparkplug>): ValueNode {
  const decoded = decodeSparkplug(...given)
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.failure))
  return decoded.tree
}

const child = (node: ValueNode | undefined, key: string | number) => node?.children?.find((one) => one.key === key)

function plain(node: ValueNode | undefined): unknown {
  if (!node?.children) return node?.text
  if (node.kind === 'array') return node.children.map(plain)
  return Object.fromEntries(node.children.map((one) => [String(one.key), plain(one)]))
}

/** What one metric decodes to. */
function metric(value: object): ValueNode | undefined {
  return child(child(treeOf(payload({ metrics: [{ name: 'm', ...value }] })), 'metrics'), 'm')
}

it('names the parts of a payload', () => {
  const tree = treeOf(payload({ timestamp: 1_363_896_240_500, seq: 7, uuid: 'u', body: Buffer.from([1]) }))
  expect(tree).toMatchObject({
    note: 'Sparkplug B',
    children: [
      { key: 'timestamp', text: '1363896240500', note: 'DateTime · 2013-03-21T20:04:00.500Z' },
      { key: 'seq', text: '7' },
      { key: 'uuid', text: 'u' },
      { key: 5, note: 'unknown field · LEN · 1 B' },
    ],
  })
})

it.each<[string, object, string, string]>([
  ['Int8', { datatype: 1, intValue: 0xfe }, '-2', 'number'],
  ['Int8', { datatype: 1, intValue: 0xfffffffe }, '-2', 'number'],
  ['Int16', { datatype: 2, intValue: 0xfffe }, '-2', 'number'],
  ['Int32', { datatype: 3, intValue: 0xfffffffe }, '-2', 'number'],
  ['Int64', { datatype: 4, longValue: '18446744073709551614' }, '-2', 'number'],
  ['UInt8', { datatype: 5, intValue: 255 }, '255', 'number'],
  ['UInt32', { datatype: 7, intValue: 4_294_967_295 }, '4294967295', 'number'],
  ['UInt64', { datatype: 8, longValue: '18446744073709551615' }, '18446744073709551615', 'number'],
  ['Float', { datatype: 9, floatValue: 24.6 }, '24.6', 'number'],
  ['Double', { datatype: 10, doubleValue: 24.6 }, '24.6', 'number'],
  ['Boolean', { datatype: 11, booleanValue: true }, 'true', 'boolean'],
  ['String', { datatype: 12, stringValue: '温室' }, '温室', 'string'],
  ['DateTime · 1970-01-01T00:00:01.500Z', { datatype: 13, longValue: 1_500 }, '1500', 'number'],
  ['UUID', { datatype: 15, stringValue: 'a-b' }, 'a-b', 'string'],
  ['Bytes · 2 B', { datatype: 17, bytesValue: Buffer.from([1, 2]) }, '01 02', 'bytes'],
  ['Int32', { datatype: 3, isNull: true }, 'null', 'null'],
  ['type 99', { datatype: 99, intValue: 1 }, '1', 'number'],
])('%s', (note, value, text, kind) => {
  expect(metric(value)).toMatchObject({ text, kind, note })
})

it.each<[number, string, unknown]>([
  [22, '01ff', ['1', '-1']],
  [23, '0100ffff', ['1', '-1']],
  [24, '01000000ffffffff', ['1', '-1']],
  [25, 'feffffffffffffff', ['-2']],
  [27, 'ffff', ['65535']],
  [29, 'ffffffffffffffff', ['18446744073709551615']],
  [30, 'cdccc441', ['24.6']],
  [31, '9a99999999993840', ['24.6']],
  // Sparkplug 3.0 §6.4.16: the booleans false, false, true, true, false, true, false, false, true, true, false, true
  [32, '0c00000034d0', 'false false true true false true false false true true false true'.split(' ')],
  [33, '41424300686500', ['ABC', 'he']],
  [34, 'dc05000000000000', ['1500']],
])('array type %i', (datatype, hex, values) => {
  expect(plain(metric({ datatype, bytesValue: Buffer.from(hex, 'hex') }))).toEqual(values)
})

it('reads data sets', () => {
  const node = metric({
    datatype: 16,
    datasetValue: {
      numOfColumns: 2,
      columns: ['t', 'name'],
      types: [3, 12],
      rows: [
        { elements: [{ intValue: 4_294_967_295 }, { stringValue: 'a' }] },
        { elements: [{}, { stringValue: 'b' }] },
      ],
    },
  })
  expect(node).toMatchObject({ kind: 'array', note: 'DataSet' })
  expect(plain(node)).toEqual([
    { t: '-1', name: 'a' },
    { t: 'null', name: 'b' },
  ])
})

it('reads templates, one in another', () => {
  const inner = {
    name: 'inner',
    datatype: 19,
    templateValue: { templateRef: 'r', metrics: [{ name: 'x', datatype: 1, intValue: 255 }] },
  }
  const node = metric({
    datatype: 19,
    templateValue: {
      version: '1',
      isDefinition: true,
      metrics: [inner],
      parameters: [{ name: 'p', type: 10, doubleValue: 1.5 }],
    },
  })
  expect(node?.note).toBe('Template · definition')
  expect(plain(node)).toEqual({
    version: '1',
    metrics: { inner: { templateRef: 'r', metrics: { x: '-1' } } },
    parameters: { p: '1.5' },
  })
})

it('keeps properties and metadata beside the metrics, so that values keep their place', () => {
  const tree = treeOf(
    payload({
      metrics: [
        {
          name: 't',
          datatype: 3,
          intValue: 5,
          timestamp: 1_000,
          isHistorical: true,
          alias: 9,
          metadata: { contentType: 'text/plain', size: 3, isMultiPart: true },
          properties: {
            keys: ['engUnit', 'low', 'more', 'list', 'none'],
            values: [
              { type: 12, stringValue: '°C' },
              { type: 3, intValue: 0xffffffff },
              { type: 20, propertysetValue: { keys: ['a'], values: [{ type: 11, booleanValue: false }] } },
              { type: 21, propertysetsValue: { propertyset: [{ keys: ['b'], values: [{ type: 3, intValue: 1 }] }] } },
              { type: 3, isNull: true },
            ],
          },
        },
      ],
    }),
  )
  expect(child(child(tree, 'metrics'), 't')).toMatchObject({
    text: '5',
    value: 5,
    note: 'Int32 · alias 9 · 1970-01-01T00:00:01Z · historical',
  })
  expect(plain(child(tree, 'properties'))).toEqual({
    t: { engUnit: '°C', low: '-1', more: { a: 'false' }, list: [{ b: '1' }], none: 'null' },
  })
  expect(plain(child(tree, 'metadata'))).toEqual({ t: { contentType: 'text/plain', size: '3', isMultiPart: 'true' } })
})

it('names aliased metrics by their birth, and knows their types', () => {
  const birth = payload({
    metrics: [
      { name: 'temp', alias: 1, datatype: 3, intValue: 5 },
      { name: 'noAlias', datatype: 3, intValue: 1 },
    ],
  })
  const data = payload({
    metrics: [
      { alias: 1, intValue: 0xfffffffb },
      { alias: 2, intValue: 1 },
    ],
  })
  expect(plain(child(treeOf(data), 'metrics'))).toEqual({ 'alias 1': '4294967291', 'alias 2': '1' })
  const tree = treeOf(data, decodeLimits, sparkplugAliases(birth))
  expect(plain(child(tree, 'metrics'))).toEqual({ temp: '-5', 'alias 2': '1' })
  expect(sparkplugAliases(Buffer.from('not a birth')).size).toBe(0)
})

it('names the parts of a topic', () => {
  const device = { groupId: 'plant', messageType: 'DDATA', edgeNodeId: 'edge', deviceId: 'pump' }
  expect(parseSparkplugTopic('spBv1.0/plant/DDATA/edge/pump')).toEqual(device)
  expect(parseSparkplugTopic('spBv1.0/plant/NBIRTH/edge')).toEqual({
    groupId: 'plant',
    messageType: 'NBIRTH',
    edgeNodeId: 'edge',
  })
  expect(parseSparkplugTopic('spBv1.0/STATE/host')).toEqual({ messageType: 'STATE', hostId: 'host' })
  for (const topic of [
    ...['', 'spBv1.0', 'spAv1.0/plant/NBIRTH/edge', 'spBv1.0/plant/NBIRTH/edge/pump', 'spBv1.0/plant/DDATA/edge'],
    ...['spBv1.0/plant/XDATA/edge', 'spBv1.0/STATE', 'spBv1.0/STATE/a/b', 'spBv1.0/plant/DDATA/edge/pump/more'],
  ]) {
    expect(parseSparkplugTopic(topic)).toBeUndefined()
  }
  expect(birthTopicsOf(device)).toEqual(['spBv1.0/plant/DBIRTH/edge/pump', 'spBv1.0/plant/NBIRTH/edge'])
  expect(birthTopicsOf({ messageType: 'STATE', hostId: 'h' })).toEqual([])
})

it('is bounded', () => {
  const many = payload({
    metrics: Array.from({ length: 100 }, (_, i) => ({ name: `m${i}`, datatype: 3, intValue: i })),
  })
  const tree = treeOf(many, { ...decodeLimits, maxNodes: 10 })
  expect(child(tree, 'metrics')).toMatchObject({ omitted: 1 })
  let nested: object = { name: 'x', intValue: 1 }
  for (let i = 0; i < 40; i += 1) nested = { name: 't', datatype: 19, templateValue: { metrics: [nested] } }
  expect(decodeSparkplug(payload({ metrics: [nested] }))).toMatchObject({ ok: false, failure: { code: 'tooDeep' } })
})

it('fails with the place', () => {
  expect(decodeSparkplug(Uint8Array.from([0x12, 5, 0x0a, 1]))).toMatchObject({
    failure: { code: 'truncated', offset: 4 },
  })
  // an int_value in four bytes
  expect(decodeSparkplug(Uint8Array.from([0x12, 5, 0x55, 0, 0, 0, 0]))).toMatchObject({
    failure: { code: 'invalid', offset: 2, detail: 'wire type 5 of field 10' },
  })
})
