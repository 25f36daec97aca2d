/** What a `.proto` file or a descriptor set says, names resolved. Full names have no leading dot. */
export interface ProtoSchema {
  messages: Map<string, MessageType>
  enums: Map<string, EnumType>
}

export interface MessageType {
  /** `package.Outer.Inner` */
  name: string
  fields: Map<number, FieldType>
  /** the entry of a map field: key 1, value 2 */
  isMapEntry: boolean
}

export interface EnumType {
  name: string
  /** the first name of each number */
  values: Map<number, string>
}

export const scalarTypes = [
  'double',
  'float',
  'int64',
  'uint64',
  'int32',
  'fixed64',
  'fixed32',
  'bool',
  'string',
  'bytes',
  'uint32',
  'sfixed32',
  'sfixed64',
  'sint32',
  'sint64',
] as const
export type ScalarType = (typeof scalarTypes)[number]

export interface FieldType {
  number: number
  name: string
  type: ScalarType | 'message' | 'group' | 'enum'
  /** of a message, group or enum: its full name */
  typeName?: string
  isRepeated: boolean
  oneof?: string
}

/** Bounds of a schema: what a person pastes, with room. */
export const schemaLimits = { maxBytes: 65_536, maxTypes: 2_000, maxFields: 20_000, maxDepth: 32 }

/** Where a `.proto` text stops making sense, or a descriptor set its bytes. */
export interface SchemaFailure {
  code: 'invalid' | 'tooLarge' | 'unknownType' | 'noMessages'
  /** 1-based, of text */
  line?: number
  column?: number
  /** of a descriptor set: byte, 0-based */
  offset?: number
  /** what was found or expected, in the words of the format */
  detail: string
}

export type SchemaResult = { ok: true; schema: ProtoSchema } | { ok: false; failure: SchemaFailure }

/** Message types to choose from, those that no other holds first. */
export function messageNames(schema: ProtoSchema): string[] {
  const held = new Set<string>()
  const names: string[] = []
  schema.messages.forEach((message) => {
    if (!message.isMapEntry && !message.name.startsWith('google.protobuf.')) names.push(message.name)
    message.fields.forEach(({ typeName }) => {
      if (typeName !== undefined && typeName !== message.name) held.add(typeName)
    })
  })
  return [...names.filter((name) => !held.has(name)), ...names.filter((name) => held.has(name))]
}
