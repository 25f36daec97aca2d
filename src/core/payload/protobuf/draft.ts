import { type Place, SchemaError } from './protoTokens'
import {
  type EnumType,
  type FieldType,
  type MessageType,
  type ProtoSchema,
  type ScalarType,
  scalarTypes,
  schemaLimits,
} from './schema'

/** A field whose type is still a name as it was written. */
export interface DraftField {
  number: number
  name: string
  /** a scalar type, or a name to look up from `scope` outwards; with a leading dot it is whole */
  typeRef: string
  isGroup: boolean
  isRepeated: boolean
  oneof?: string
  place?: Place
}

export interface DraftMessage {
  name: string
  isMapEntry: boolean
  fields: DraftField[]
}

/** A schema as it is read, before names are looked up. */
export class Draft {
  readonly messages = new Map<string, DraftMessage>()
  readonly enums = new Map<string, EnumType>()
  private readonly extensions: { extendee: string; scope: string; field: DraftField }[] = []
  private fields = 0

  message(name: string, isMapEntry: boolean, place?: Place): DraftMessage {
    this.claim(name, place)
    const message = { name, isMapEntry, fields: [] }
    this.messages.set(name, message)
    return message
  }

  enum(name: string, place?: Place): EnumType {
    this.claim(name, place)
    const type = { name, values: new Map<number, string>() }
    this.enums.set(name, type)
    return type
  }

  field(message: DraftMessage, field: DraftField): void {
    if (!(field.number >= 1 && field.number <= 536_870_911)) {
      failAt(`field number ${field.number} is not between 1 and 536870911`, field.place)
    }
    this.fields += 1
    if (this.fields > schemaLimits.maxFields) {
      throw new SchemaError({ code: 'tooLarge', ...field.place, detail: `more than ${schemaLimits.maxFields} fields` })
    }
    message.fields.push(field)
  }

  /** A field that belongs to a message described elsewhere; left out when that message is not there. */
  extend(extendee: string, scope: string, field: DraftField): void {
    this.extensions.push({ extendee, scope, field })
  }

  /** Whether any type is looked for in the package of the well-known ones. */
  get wantsWellKnown(): boolean {
    let isWanted = false
    this.messages.forEach(({ fields }) => {
      isWanted = isWanted || fields.some(({ typeRef }) => typeRef.includes('protobuf.'))
    })
    return isWanted
  }

  /** Adds the types of another draft that are not described here. */
  adopt(other: Draft): void {
    other.messages.forEach((message, name) => {
      if (!this.messages.has(name)) this.messages.set(name, message)
    })
    other.enums.forEach((type, name) => {
      if (!this.enums.has(name)) this.enums.set(name, type)
    })
  }

  /** @throws SchemaError when a type is nowhere described, or a number is used twice */
  resolve(): ProtoSchema {
    for (const { extendee, scope, field } of this.extensions) {
      const name = this.find(extendee, scope)
      // an extension is written outside of the message it belongs to, and its type is looked up where it is written
      if (name !== undefined) this.messages.get(name)?.fields.push({ ...field, typeRef: this.absolute(field, scope) })
    }
    const messages = new Map<string, MessageType>()
    this.messages.forEach((draft) => messages.set(draft.name, this.resolveMessage(draft)))
    return { messages, enums: this.enums }
  }

  private claim(name: string, place?: Place): void {
    if (this.messages.has(name) || this.enums.has(name)) failAt(`${name} is described twice`, place)
    if (this.messages.size + this.enums.size < schemaLimits.maxTypes) return
    throw new SchemaError({ code: 'tooLarge', ...place, detail: `more than ${schemaLimits.maxTypes} types` })
  }

  private absolute(field: DraftField, scope: string): string {
    return isScalar(field.typeRef) ? field.typeRef : `.${this.find(field.typeRef, scope) ?? field.typeRef}`
  }

  private resolveMessage(draft: DraftMessage): MessageType {
    const fields = new Map<number, FieldType>()
    for (const field of draft.fields) {
      const used = fields.get(field.number)
      if (used) failAt(`${draft.name}: number ${field.number} is ${used.name} and ${field.name}`, field.place)
      fields.set(field.number, this.resolveField(field, draft.name))
    }
    return { name: draft.name, fields, isMapEntry: draft.isMapEntry }
  }

  private resolveField(field: DraftField, scope: string): FieldType {
    const { number, name, typeRef, isGroup, isRepeated, oneof, place } = field
    const common = { number, name, isRepeated, ...(oneof === undefined ? {} : { oneof }) }
    if (isScalar(typeRef)) return { ...common, type: typeRef }
    const typeName = this.find(typeRef, scope)
    if (typeName === undefined) {
      throw new SchemaError({ code: 'unknownType', ...place, detail: typeRef.replace(/^\./, '') })
    }
    if (this.enums.has(typeName)) return { ...common, type: 'enum', typeName }
    return { ...common, type: isGroup ? 'group' : 'message', typeName }
  }

  /** Looks a name up as protoc does: in the innermost scope first. */
  private find(ref: string, scope: string): string | undefined {
    const has = (name: string) => this.messages.has(name) || this.enums.has(name)
    if (ref.startsWith('.')) return has(ref.slice(1)) ? ref.slice(1) : undefined
    for (let outer = scope; outer !== ''; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
      if (has(`${outer}.${ref}`)) return `${outer}.${ref}`
    }
    return has(ref) ? ref : undefined
  }
}

function isScalar(ref: string): ref is ScalarType {
  return (scalarTypes as readonly string[]).includes(ref)
}

function failAt(detail: string, place: Place | undefined): never {
  throw new SchemaError({ code: 'invalid', ...place, detail })
}
