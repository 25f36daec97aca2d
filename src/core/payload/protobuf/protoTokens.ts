import type { SchemaFailure } from './schema'

/** 1-based place in a text. */
export interface Place {
  line: number
  column: number
}

/** Thrown and caught within the schema readers. */
export class SchemaError extends Error {
  constructor(readonly failure: SchemaFailure) {
    super(failure.detail)
    this.name = 'SchemaError'
  }
}

const blank = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
const token = /[A-Za-z_]\w*|\d[\w.]*|"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|[{}[\]()<>=;:,.+-]|\/(?!\*)/y

/** The tokens of a `.proto` text, one ahead. Comments are blanks. */
export class ProtoTokens {
  /** the token to be read next, '' at the end */
  next = ''
  private start = 0
  private end = 0
  private line = 1
  private lineStart = 0

  constructor(private readonly text: string) {
    this.advance()
  }

  /** Reads the next token. */
  read(): string {
    const read = this.next
    this.advance()
    return read
  }

  /** Reads the next token if it is this one. */
  take(wanted: string): boolean {
    if (this.next !== wanted) return false
    this.advance()
    return true
  }

  expect(wanted: string): void {
    if (!this.take(wanted)) this.fail(`expected "${wanted}", found ${this.found()}`)
  }

  name(): string {
    if (!/^[A-Za-z_]/.test(this.next)) this.fail(`expected a name, found ${this.found()}`)
    return this.read()
  }

  /** `a.b.C`, or `.a.b.C` */
  dottedName(): string {
    let name = this.take('.') ? '.' : ''
    name += this.name()
    while (this.take('.')) name += `.${this.name()}`
    return name
  }

  integer(): number {
    const sign = this.take('-') ? -1 : 1
    if (!/^(0[xX][0-9a-fA-F]+|\d+)$/.test(this.next)) this.fail(`expected a number, found ${this.found()}`)
    const digits = this.next
    const value = /^0\d/.test(digits) ? parseInt(digits, 8) : Number(digits)
    this.advance()
    return sign * value
  }

  string(): string {
    if (!/^["']/.test(this.next)) this.fail(`expected a text in quotes, found ${this.found()}`)
    return this.read().slice(1, -1)
  }

  /** Skips what an option or a service says, up to the closing token on this level, which is read too. */
  skipTo(closing: ';' | '}' | ']'): void {
    const open: string[] = [closing]
    while (open.length > 0) {
      if (this.next === '') this.fail(`expected "${open[open.length - 1] ?? closing}", found the end`)
      const pair = { '{': '}', '[': ']', '(': ')' }[this.next]
      if (this.next === open[open.length - 1]) open.pop()
      else if (pair) open.push(pair)
      else if (/^[}\])]$/.test(this.next))
        this.fail(`expected "${open[open.length - 1] ?? closing}", found ${this.found()}`)
      this.advance()
    }
  }

  /** Where the next token stands. */
  get place(): Place {
    return { line: this.line, column: this.start - this.lineStart + 1 }
  }

  fail(detail: string, place = this.place): never {
    throw new SchemaError({ code: 'invalid', ...place, detail })
  }

  private found(): string {
    return this.next === '' ? 'the end' : `"${this.next.slice(0, 40)}"`
  }

  private advance(): void {
    blank.lastIndex = this.end
    this.start = this.end + (blank.exec(this.text)?.[0].length ?? 0)
    // tokens hold no line feeds
    for (let at = this.end; at < this.start; at += 1) {
      if (this.text.charAt(at) !== '\n') continue
      this.line += 1
      this.lineStart = at + 1
    }
    token.lastIndex = this.start
    this.next = token.exec(this.text)?.[0] ?? ''
    this.end = this.start + this.next.length
    if (this.next === '' && this.start < this.text.length) {
      const isComment = this.text.startsWith('/*', this.start)
      this.fail(isComment ? 'comment without an end' : `unexpected "${this.text.charAt(this.start)}"`)
    }
  }
}
