import { Draft, type DraftField, type DraftMessage } from './draft'
import { type Place, ProtoTokens, SchemaError } from './protoTokens'
import { scalarTypes, schemaLimits, type SchemaResult } from './schema'
import { wellKnownText } from './wellKnown'

/**
 * Reads a `.proto` text: proto2, proto3 and editions. Options, services, ranges of extensions and reserved numbers are
 * skipped. Several files may be pasted one after the other; imports other than google.protobuf must be among them.
 * Never throws.
 */
export function parseProto(text: string): SchemaResult {
  try {
    if (text.length > schemaLimits.maxBytes) {
      throw new SchemaError({ code: 'tooLarge', detail: `${text.length} > ${schemaLimits.maxBytes}` })
    }
    const draft = new ProtoParser(text).file()
    if (draft.messages.size === 0) throw new SchemaError({ code: 'noMessages', detail: 'message' })
    if (draft.wantsWellKnown) draft.adopt(new ProtoParser(wellKnownText).file())
    return { ok: true, schema: draft.resolve() }
  } catch (error) {
    if (error instanceof SchemaError) return { ok: false, failure: error.failure }
    throw error
  }
}

class ProtoParser {
  private readonly tokens: ProtoTokens
  private readonly draft = new Draft()
  private package = ''

  constructor(text: string) {
    this.tokens = new ProtoTokens(text)
  }

  file(): Draft {
    while (this.tokens.next !== '') this.topLevel()
    return this.draft
  }

  private topLevel(): void {
    const { tokens } = this
    // visibility of edition 2024
    if (tokens.next === 'export' || tokens.next === 'local') tokens.read()
    const place = tokens.place
    const keyword = tokens.read()
    switch (keyword) {
      case ';':
        return
      case 'syntax':
      case 'edition':
        this.package = ''
        return this.assignment(keyword)
      case 'package':
        this.package = tokens.dottedName()
        return tokens.expect(';')
      case 'import':
        if (/^[a-z]/.test(tokens.next)) tokens.read()
        tokens.string()
        return tokens.expect(';')
      case 'option':
        return tokens.skipTo(';')
      case 'service':
        tokens.name()
        tokens.expect('{')
        return tokens.skipTo('}')
      case 'message':
        return this.message(this.package, 1)
      case 'enum':
        return this.enum(this.package)
      case 'extend':
        return this.extend(this.package, 1)
      default:
        tokens.fail(`expected message, enum, import, package or option, found "${keyword.slice(0, 40)}"`, place)
    }
  }

  private assignment(keyword: string): void {
    this.tokens.expect('=')
    const place = this.tokens.place
    const value = this.tokens.string()
    if (keyword === 'syntax' && !/^proto[23]$/.test(value)) this.tokens.fail(`syntax "${value}"`, place)
    this.tokens.expect(';')
  }

  private message(scope: string, depth: number): void {
    const place = this.tokens.place
    const name = this.tokens.name()
    this.body(this.draft.message(within(scope, name), false, place), depth)
  }

  private body(message: DraftMessage, depth: number): void {
    const { tokens } = this
    if (depth > schemaLimits.maxDepth) tokens.fail(`messages nested deeper than ${schemaLimits.maxDepth}`)
    tokens.expect('{')
    while (!tokens.take('}')) this.member(message, depth, undefined)
  }

  private member(message: DraftMessage, depth: number, oneof: string | undefined): void {
    const { tokens } = this
    if (tokens.next === 'export' || tokens.next === 'local') tokens.read()
    const place = tokens.place
    // a dot begins the type of a field
    const keyword = tokens.next === '.' ? '.' : tokens.read()
    switch (keyword) {
      case ';':
        return
      case 'message':
        return this.message(message.name, depth + 1)
      case 'enum':
        return this.enum(message.name)
      case 'extend':
        return this.extend(message.name, depth + 1)
      case 'option':
      case 'reserved':
      case 'extensions':
        return tokens.skipTo(';')
      case 'oneof':
        return this.oneof(message, depth)
      case 'map':
        if (tokens.next === '<') return this.map(message, place)
    }
    const field = this.field(keyword, place, message.name, depth)
    this.draft.field(message, oneof === undefined ? field : { ...field, oneof })
  }

  private oneof(message: DraftMessage, depth: number): void {
    const { tokens } = this
    const name = tokens.name()
    tokens.expect('{')
    while (!tokens.take('}')) this.member(message, depth, name)
  }

  /** @param first a label or the beginning of the type, read already but for a leading dot */
  private field(first: string, place: Place, scope: string, depth: number): DraftField {
    const { tokens } = this
    const isLabel = /^(optional|required|repeated)$/.test(first)
    if (!isLabel && !/^[A-Za-z_.]/.test(first)) {
      tokens.fail(first === '' ? 'expected "}", found the end' : `expected a field, found "${first}"`, place)
    }
    const start = isLabel ? (tokens.next === '.' ? '.' : tokens.name()) : first
    const isRepeated = first === 'repeated'
    if (start === 'group') return this.group(scope, isRepeated, depth)
    const typeRef = start === '.' ? tokens.dottedName() : this.restOfName(start)
    const namePlace = tokens.place
    const name = tokens.name()
    const number = this.numberAndOptions()
    tokens.expect(';')
    return { number, name, typeRef, isGroup: false, isRepeated, place: typeRef === start ? place : namePlace }
  }

  private restOfName(start: string): string {
    let name = start
    while (this.tokens.take('.')) name += `.${this.tokens.name()}`
    return name
  }

  /** proto2: a message and the field that holds it in one. */
  private group(scope: string, isRepeated: boolean, depth: number): DraftField {
    const { tokens } = this
    const place = tokens.place
    const name = tokens.name()
    const number = this.numberAndOptions()
    const message = this.draft.message(within(scope, name), false, place)
    this.body(message, depth + 1)
    return { number, name: name.toLowerCase(), typeRef: `.${message.name}`, isGroup: true, isRepeated, place }
  }

  private map(message: DraftMessage, place: Place): void {
    const { tokens } = this
    tokens.expect('<')
    const keyPlace = tokens.place
    const key = tokens.name()
    if (!(scalarTypes as readonly string[]).includes(key) || /^(float|double|bytes)$/.test(key)) {
      tokens.fail(`${key} cannot be the key of a map`, keyPlace)
    }
    tokens.expect(',')
    const valuePlace = tokens.place
    const value = tokens.dottedName()
    tokens.expect('>')
    const name = tokens.name()
    const number = this.numberAndOptions()
    tokens.expect(';')
    const entry = this.draft.message(`${message.name}.${entryName(name)}`, true, place)
    const common = { isGroup: false, isRepeated: false, place: valuePlace }
    this.draft.field(entry, { ...common, number: 1, name: 'key', typeRef: key })
    this.draft.field(entry, { ...common, number: 2, name: 'value', typeRef: value })
    this.draft.field(message, { number, name, typeRef: `.${entry.name}`, isGroup: false, isRepeated: true, place })
  }

  private numberAndOptions(): number {
    const { tokens } = this
    tokens.expect('=')
    const number = tokens.integer()
    if (tokens.take('[')) tokens.skipTo(']')
    return number
  }

  private enum(scope: string): void {
    const { tokens } = this
    const place = tokens.place
    const type = this.draft.enum(within(scope, tokens.name()), place)
    tokens.expect('{')
    while (!tokens.take('}')) {
      const name = tokens.next === ';' ? tokens.read() : tokens.name()
      if (name === ';') continue
      if (tokens.next !== '=' && (name === 'option' || name === 'reserved')) {
        tokens.skipTo(';')
        continue
      }
      const number = this.numberAndOptions()
      tokens.expect(';')
      // an alias: the first name is shown
      if (!type.values.has(number)) type.values.set(number, name)
    }
  }

  private extend(scope: string, depth: number): void {
    const { tokens } = this
    const extendee = tokens.dottedName()
    tokens.expect('{')
    while (!tokens.take('}')) {
      if (tokens.take(';')) continue
      const place = tokens.place
      const field = this.field(tokens.next === '.' ? '.' : tokens.read(), place, scope, depth)
      this.draft.extend(extendee, scope, field)
    }
  }
}

const within = (scope: string, name: string) => (scope === '' ? name : `${scope}.${name}`)

/** `site_names` → `SiteNamesEntry`, as protoc calls it */
function entryName(field: string): string {
  return `${field.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase())}Entry`
}
