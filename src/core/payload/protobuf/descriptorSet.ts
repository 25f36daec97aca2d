import { DecodeError } from '../byteReader'
import { decodeUtf8 } from '../utf8'
import { Draft, type DraftMessage } from './draft'
import { SchemaError } from './protoTokens'
import { schemaLimits, type SchemaResult } from './schema'
import { readFields, wireType, type WireField } from './wire'

/** `FieldDescriptorProto.Type`, by number; 10 is a group, 11 a message, 14 an enum: those are looked up by name. */
const types: Record<number, string> = {
  1: 'double',
  2: 'float',
  3: 'int64',
  4: 'uint64',
  5: 'int32',
  6: 'fixed64',
  7: 'fixed32',
  8: 'bool',
  9: 'string',
  12: 'bytes',
  13: 'uint32',
  15: 'sfixed32',
  16: 'sfixed64',
  17: 'sint32',
  18: 'sint64',
}
const GROUP = 10
const REPEATED = 3

/** Reads a FileDescriptorSet, as `protoc --descriptor_set_out=… --include_imports` writes it. Never throws. */
export function parseDescriptorSet(bytes: Uint8Array): SchemaResult {
  try {
    if (bytes.length > schemaLimits.maxBytes) {
      throw new SchemaError({ code: 'tooLarge', detail: `${bytes.length} > ${schemaLimits.maxBytes}` })
    }
    const draft = new Draft()
    new Descriptor(bytes, 0, bytes.length).all(1).forEach((file) => readFile(file, draft))
    if (draft.messages.size === 0) throw new SchemaError({ code: 'noMessages', detail: 'FileDescriptorSet' })
    return { ok: true, schema: draft.resolve() }
  } catch (error) {
    if (error instanceof SchemaError) return { ok: false, failure: error.failure }
    if (!(error instanceof DecodeError)) throw error
    const { offset, detail, code } = error.failure
    return { ok: false, failure: { code: 'invalid', offset, detail: detail ?? code } }
  }
}

/** One message of descriptor.proto, its fields read once. */
class Descriptor {
  private readonly fields: WireField[]

  constructor(
    private readonly bytes: Uint8Array,
    from: number,
    to: number,
  ) {
    this.fields = readFields(bytes, from, to)
  }

  all(number: number): Descriptor[] {
    return this.of(number, wireType.len).map(({ from, to }) => new Descriptor(this.bytes, from, to))
  }

  text(number: number): string | undefined {
    const [field] = this.of(number, wireType.len)
    return field && decodeUtf8(this.bytes.subarray(field.from, field.to))
  }

  /** int32 or enum */
  integer(number: number): number | undefined {
    const [field] = this.of(number, wireType.varint)
    return field && field.low | 0
  }

  private of(number: number, wire: WireField['wire']): WireField[] {
    return this.fields.filter((field) => field.number === number && field.wire === wire)
  }
}

function readFile(file: Descriptor, draft: Draft): void {
  const scope = file.text(2) ?? ''
  file.all(4).forEach((message) => readMessage(message, scope, draft, 1))
  file.all(5).forEach((type) => readEnum(type, scope, draft))
  file.all(7).forEach((extension) => readExtension(extension, scope, draft))
}

function readMessage(descriptor: Descriptor, scope: string, draft: Draft, depth: number): void {
  if (depth > schemaLimits.maxDepth) throw new SchemaError({ code: 'invalid', detail: 'messages nested too deep' })
  const name = nameIn(scope, descriptor)
  const [options] = descriptor.all(7)
  const message = draft.message(name, options?.integer(7) === 1)
  const oneofs = descriptor.all(8).map((oneof) => oneof.text(1) ?? '')
  descriptor.all(2).forEach((field) => draft.field(message, fieldOf(field, oneofs)))
  descriptor.all(3).forEach((nested) => readMessage(nested, name, draft, depth + 1))
  descriptor.all(4).forEach((type) => readEnum(type, name, draft))
  descriptor.all(6).forEach((extension) => readExtension(extension, name, draft))
}

function fieldOf(field: Descriptor, oneofs: string[]): DraftMessage['fields'][number] {
  const type = field.integer(5) ?? 0
  const oneof = oneofs[field.integer(9) ?? -1]
  // proto3 optional makes a oneof of one
  const isReal = oneof !== undefined && field.integer(17) !== 1
  return {
    number: field.integer(3) ?? 0,
    name: field.text(1) ?? '',
    typeRef: types[type] ?? field.text(6) ?? `type ${type}`,
    isGroup: type === GROUP,
    isRepeated: field.integer(4) === REPEATED,
    ...(isReal ? { oneof } : {}),
  }
}

function readExtension(extension: Descriptor, scope: string, draft: Draft): void {
  const extendee = extension.text(2)
  if (extendee !== undefined) draft.extend(extendee, scope, fieldOf(extension, []))
}

function readEnum(descriptor: Descriptor, scope: string, draft: Draft): void {
  const type = draft.enum(nameIn(scope, descriptor))
  for (const value of descriptor.all(2)) {
    const number = value.integer(2) ?? 0
    if (!type.values.has(number)) type.values.set(number, value.text(1) ?? '')
  }
}

function nameIn(scope: string, descriptor: Descriptor): string {
  const name = descriptor.text(1) ?? ''
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new SchemaError({ code: 'invalid', detail: `name "${name.slice(0, 40)}"` })
  return scope === '' ? name : `${scope}.${name}`
}
