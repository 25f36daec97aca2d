import { withChoice, withoutPart } from './typed'

describe('what is typed', () => {
  const isQos = ({ kind }: { kind: string }) => kind === 'qos'

  it('takes a choice, changes it, and gives it back; the rest stays as it was written', () => {
    const typed = 'pump  "two  words" temp > 3'
    const chosen = withChoice(typed, isQos, { kind: 'qos', qos: 1 })
    expect(chosen).toBe('qos:1 pump "two  words" temp > 3')
    expect(withChoice(chosen, isQos, { kind: 'qos', qos: 2 })).toBe('qos:2 pump "two  words" temp > 3')
    expect(withChoice(chosen, isQos)).toBe('pump "two  words" temp > 3')
  })

  it('takes a choice beside a phrase without its end and a word that is not understood', () => {
    expect(withChoice('"no end', isQos, { kind: 'qos', qos: 0 })).toBe('qos:0 "no end')
    expect(withChoice('temp >', isQos, { kind: 'qos', qos: 0 })).toBe('qos:0 temp >')
  })

  it('loses one word', () => {
    expect(withoutPart('pump qos:1 -ok', 5)).toBe('pump -ok')
  })
})
