import fc from 'fast-check'
import { fillMessage, type FillContext } from '@/core/collections/fill'
import { formOf, withField } from '@/core/collections/jsonForm'
import { stepNumber } from '@/core/collections/stepNumber'
import { escapeTemplate, parseTemplate } from '@/core/collections/template'

const context: FillContext = { now: 1, random: () => 0.5, counter: 3, clientId: 'c', answers: {} }
const numRuns = 300

/** Many braces, and what stands between them. */
const braced = fc
  .array(fc.constantFrom('{', '}', '{{', '}}', '"', '\\', 'now', 'random 1 2', ' ', '\n', '风', '😀', ':', '|', 'x'), {
    maxLength: 20,
  })
  .map((words) => words.join(''))

const fillAs = (payload: string, more: Partial<FillContext> = {}) => fillMessage('t', payload, { ...context, ...more })

describe('variables', () => {
  it('read any text without a throw, and lose nothing that is not a variable', () => {
    fc.assert(
      fc.property(braced, (text) => {
        const { parts, problems } = parseTemplate(text)
        for (const { position, found } of problems) expect(text.substr(position, found.length)).toBe(found)
        for (const part of parts) {
          if (part.kind === 'variable') expect(text.slice(part.start, part.end)).toBe(part.source)
        }
        if (text.indexOf('{{') < 0) expect(parts).toEqual(text === '' ? [] : [{ kind: 'text', text }])
      }),
      { numRuns },
    )
  })

  it('an escaped text fills in as itself', () => {
    fc.assert(
      fc.property(fc.oneof(braced, fc.string()), (text) => {
        expect(fillAs(escapeTemplate(text))).toEqual({ ok: true, topic: 't', payload: text })
      }),
      { numRuns },
    )
  })

  it('an answer in a string of JSON is read back as it was given', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (answer, around) => {
        const json = JSON.stringify({ around: escapeTemplate(around), x: 'before {{q}} after' })
        const filled = fillAs(json, { answers: { q: answer } })
        expect(filled.ok && (JSON.parse(filled.payload) as unknown)).toEqual({ around, x: `before ${answer} after` })
      }),
      { numRuns },
    )
  })

  it('a random number is within its bounds', () => {
    const bound = fc.integer({ min: -1_000_000, max: 1_000_000 })
    fc.assert(
      fc.property(bound, bound, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (a, b, at) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const filled = fillAs(`{{random ${from} ${to}}}`, { random: () => at })
        const value = Number(filled.ok ? filled.payload : NaN)
        expect(Number.isInteger(value) && value >= from && value <= to).toBe(true)
      }),
      { numRuns },
    )
  })
})

describe('the form of a JSON payload', () => {
  const value = fc.object({
    maxDepth: 3,
    maxKeys: 4,
    values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)],
  })

  it('has every value at its place, and puts back what it shows without a change of meaning', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2, '\t'), (object, indent) => {
        const text = JSON.stringify(object, null, indent)
        const fields = formOf(text)
        fc.pre(fields !== undefined)
        for (const field of fields ?? []) {
          const at = field.path.reduce<unknown>(
            (node, step) => Object.entries(node ?? {}).find(([k]) => k === String(step))?.[1],
            object,
          )
          expect(field.kind === 'string' ? field.text : (JSON.parse(field.text) as unknown)).toEqual(at)
          expect(JSON.parse(withField(text, field, field.text))).toEqual(object)
          if (field.kind !== 'string') expect(withField(text, field, field.text)).toBe(text)
        }
      }),
      { numRuns },
    )
  })

  it('steps a number there and back, of any size', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat({ max: 4 }), (whole, places) => {
        const digits = String(whole < 0n ? -whole : whole).padStart(places + 1, '0')
        const split = digits.length - places
        const sign = whole < 0n ? '-' : ''
        const text = sign + (places > 0 ? `${digits.slice(0, split)}.${digits.slice(split)}` : digits)
        const next = stepNumber(text, 1) ?? ''
        expect(BigInt(next.replace('.', ''))).toBe(whole + 1n)
        expect(stepNumber(next, -1)).toBe(text)
      }),
      { numRuns },
    )
  })
})
