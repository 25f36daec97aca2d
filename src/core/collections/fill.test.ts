import { fillMessage, questionsOf, type FillContext } from './fill'
import { escapeTemplate, parseTemplate } from './template'

const context: FillContext = {
  now: Date.UTC(2026, 5, 4, 6, 22, 43, 121),
  random: () => 0.5,
  counter: 7,
  clientId: 'homing-x',
  answers: { 风机: '2', note: 'say "hi"\n' },
}
const payload = (template: string, more: Partial<FillContext> = {}) => {
  const filled = fillMessage('t', template, { ...context, ...more })
  return filled.ok ? filled.payload : filled.problem
}

it.each([
  ['{"at":{{now}}}', '{"at":1780554163121}'],
  ['{{ now_iso }}', '2026-06-04T06:22:43.121Z'],
  ['{{counter}} of {{clientId}}', '7 of homing-x'],
  ['{{random 1 6}}', '4'],
  ['{{random -1.5 -1.5}}', '-1.5'],
  ['{{random 20.0 20.20}}', '20.10'],
  ['{"fan":{{风机}},"n":"{{note}}"}', '{"fan":2,"n":"say \\"hi\\"\\n"}'],
  ['plain {{note}}', 'plain say "hi"\n'],
  ['{{风机: 1|2|3}}{{风机}}', '22'],
  ['{{{{now}}', '{{now}}'],
  ['{{{now}}}', '{1780554163121}'],
  ['{{{{{{counter}}', '{{7'],
  ['{"a":{"b":{{counter}}}}', '{"a":{"b":7}}'],
  ['', ''],
])('%s becomes %s', (template, filled) => expect(payload(template)).toBe(filled))

it.each([
  ['{"a":{{now}', 'unclosed', 5, '{{'],
  ['x {{ }}', 'nameless', 2, '{{ }}'],
  ['{{random}}', 'randomArguments', 0, '{{random}}'],
  ['{{random 1 x}}', 'randomArguments', 0, '{{random 1 x}}'],
  ['{{random 1 9007199254740993}}', 'randomArguments', 0, '{{random 1 9007199254740993}}'],
  ['{{random 6 1}}', 'randomOrder', 0, '{{random 6 1}}'],
  ['{{speed: 9..1}}', 'rangeOrder', 0, '{{speed: 9..1}}'],
])('%s is told: %s', (template, code, position, found) => {
  expect(payload(template)).toEqual({ where: 'payload', code, position, found })
})

it('has one UUID in a message, and draws each random number of its own', () => {
  let seed = 0
  const random = () => (seed = (seed + 0.37) % 1)
  const filled = fillMessage('r/{{uuid}}', '{{uuid}} {{random 0 9}}{{random 0 9}}{{random 0 9}}', {
    ...context,
    random,
  })
  if (!filled.ok) throw new Error(filled.problem.code)
  const [id, numbers] = filled.payload.split(' ')
  expect(filled.topic).toBe(`r/${id ?? ''}`)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(numbers).size).toBeGreaterThan(1)
})

it('asks for each other name once, as closely as it is said anywhere', () => {
  expect(questionsOf('{{site}}/{{now}}', '{{speed}} {{speed: 0..100}} {{site}} {{fan:a|b}} {{at: 9}}')).toEqual([
    { label: 'site' },
    { label: 'speed', range: { from: '0', to: '100' } },
    { label: 'fan', choices: ['a', 'b'] },
    { label: 'at: 9' },
  ])
  expect(payload('{{nobody}}')).toEqual({ code: 'unanswered', label: 'nobody' })
})

it('nothing is an answer in a message, and none in a topic', () => {
  expect(payload('{{note}}', { answers: { note: '' } })).toBe('')
  const site = { ...context, answers: { site: '' } }
  expect(fillMessage('a/{{site}}/b', '', site)).toEqual({ ok: false, problem: { code: 'unanswered', label: 'site' } })
})

it('an escaped text has no variables', () => {
  expect(parseTemplate(escapeTemplate('{{now}} {{{ {{{{')).parts.map(({ kind }) => kind)).toEqual(['text'])
})
