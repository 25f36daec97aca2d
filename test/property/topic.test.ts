import fc from 'fast-check'
import { matches } from '@/core/topic/match'
import { shortTopic } from '@/core/topic/short'
import { validateFilter, validateTopicName } from '@/core/topic/validate'

const level = fc.constantFrom('', 'a', 'b', 'ab', '$x', '温')
const topic = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('/'))
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean())
  .map(
    ([levels, hasHash, isShared]) => (isShared ? '$share/g/' : '') + [...levels, ...(hasHash ? ['#'] : [])].join('/'),
  )

/** MQTT 5 §4.7 written as a regular expression: the oracle. */
function oracle(filterText: string, topicText: string): boolean {
  const own = filterText.replace(/^\$share\/[^/]+\//, '')
  if (topicText.startsWith('$') && /^[+#]/.test(own)) return false
  const pattern = own
    .split('/')
    .map((l) => (l === '+' ? '[^/]*' : l === '#' ? '.*' : l.replace(/\$/g, '\\$')))
    .join('/')
    .replace(/\/\.\*$/, '(/.*)?')
  return new RegExp(`^${pattern}$`).test(topicText)
}

test('matching equals the specification written as a regular expression', () => {
  fc.assert(
    fc.property(filter, topic, (f, t) => expect(matches(f, t)).toBe(oracle(f, t))),
    { numRuns: 5_000 },
  )
})

test('a valid topic name is a valid filter that matches itself, but for $share', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      fc.pre(!name.startsWith('$share') && !validateTopicName(name).problem)
      expect(validateFilter(name)).toEqual(validateTopicName(name))
      expect(matches(name, name)).toBe(true)
    }),
  )
})

test('a suggestion is valid, and comes only with a problem or a doubt', () => {
  const messy = fc.string({
    unit: fc.constantFrom('a', '/', '+', '#', '\u0000', '\ud800', '$share/', '温', ' '),
    maxLength: 12,
  })
  for (const validate of [validateFilter, validateTopicName]) {
    fc.assert(
      fc.property(messy, (text) => {
        const { problem, doubt, suggestion } = validate(text)
        if (suggestion === undefined) return
        expect(problem ?? doubt).toBeDefined()
        expect(validate(suggestion)).toEqual({})
      }),
      { numRuns: 3_000 },
    )
  }
})

test('a short topic is the topic or an ellipsis with its tail', () => {
  fc.assert(
    fc.property(topic, fc.integer({ min: 3, max: 30 }), (t, columns) => {
      const short = shortTopic(t, columns)
      expect(short === t || (short.startsWith('…') && t.endsWith(short.slice(1)))).toBe(true)
    }),
  )
})
