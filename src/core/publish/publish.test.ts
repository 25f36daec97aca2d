import {
  noPublishHistory,
  parsePublishHistory,
  publishHistoryLimits,
  withoutMessage,
  withoutTopic,
  withPublished,
} from './history'
import { isPlain, suggestPayloads, suggestTopics } from './suggest'

const publish = (...messages: [topic: string, payload: string][]) =>
  messages.reduce((history, [topic, payload]) => withPublished(history, { topic, payload }), noPublishHistory)
const known = (history = noPublishHistory) => ({ history, saved: [], seen: [] })

describe('what was published', () => {
  it('stands there once, the last first', () => {
    const { topics, messages } = publish(['a', '1'], ['b', '1'], ['a', '2'], ['a', '1'])
    expect(topics).toEqual(['a', 'b'])
    expect(messages).toEqual([
      { topic: 'a', payload: '1' },
      { topic: 'a', payload: '2' },
      { topic: 'b', payload: '1' },
    ])
  })

  it('is bounded in number and in length, the oldest goes', () => {
    let history = noPublishHistory
    for (let i = 0; i < 100; i += 1) history = withPublished(history, { topic: `t${i}`, payload: `${i}` })
    expect(history.topics).toHaveLength(publishHistoryLimits.topics)
    expect(history.messages).toHaveLength(publishHistoryLimits.messages)
    expect(history.messages[0]).toEqual({ topic: 't99', payload: '99' })
    for (let i = 0; i < 30; i += 1) {
      history = withPublished(history, { topic: 't', payload: `${i}`.padEnd(publishHistoryLimits.payload) })
    }
    const length = history.messages.reduce((sum, { payload }) => sum + payload.length, 0)
    expect(length).toBeLessThanOrEqual(publishHistoryLimits.all)
    expect(history.messages[0]?.payload.trim()).toBe('29')
  })

  it('keeps the topic alone of a message that is empty or long', () => {
    const long = 'x'.repeat(publishHistoryLimits.payload + 1)
    expect(publish(['a', ''], ['b', long])).toEqual({ version: 1, topics: ['b', 'a'], messages: [] })
  })

  it('can be forgotten: a message, or a topic with its messages', () => {
    const history = publish(['a', '1'], ['a', '2'], ['b', '1'])
    expect(withoutMessage(history, { topic: 'a', payload: '1' })).toEqual(publish(['a', '2'], ['b', '1']))
    expect(withoutTopic(history, 'a')).toEqual(publish(['b', '1']))
  })

  it.each([undefined, 'torn', { version: 2 }, { version: 1, topics: [1], messages: [] }])(
    'of %j nothing is read',
    (record) => expect(parsePublishHistory(record)).toEqual(noPublishHistory),
  )
})

describe('suggestions', () => {
  const history = publish(['site/1/fan', '{"on":false}'], ['site/2/fan', '{"on":true}'], ['site/1/fan', '{"on":true}'])
  const saved = [{ topic: 'site/1/lamp', payload: 'off' }]
  const seen = ['site/1/temp', 'site/1/fan', 'other']

  it('of topics: published, kept, seen, each once, four at most', () => {
    expect(suggestTopics('', { history, saved, seen }).map((s) => [s.source, s.topic])).toEqual([
      ['recent', 'site/1/fan'],
      ['recent', 'site/2/fan'],
      ['saved', 'site/1/lamp'],
      ['seen', 'site/1/temp'],
    ])
  })

  it('of topics: what is typed may stand anywhere, in any case, and is not suggested itself', () => {
    expect(suggestTopics('/2/FA', { history, saved, seen }).map((s) => s.topic)).toEqual(['site/2/fan'])
    expect(suggestTopics('other', { history, saved, seen })).toEqual([])
  })

  it('of messages: of the same topic, which begin as the typed one does', () => {
    const texts = (typed: string) => suggestPayloads('site/1/fan', typed, { history, saved }).map((s) => s.payload)
    expect(texts('')).toEqual(['{"on":true}', '{"on":false}'])
    expect(texts('{"on":f')).toEqual(['{"on":false}'])
    expect(texts('{"on":false}')).toEqual([])
    expect(suggestPayloads('site/1/lamp', '', { history, saved }).map((s) => s.source)).toEqual(['saved'])
    expect(suggestPayloads('', '', known(history))).toEqual([])
  })

  it('templates with variables are none for the bar', () => {
    expect(isPlain({ topic: 'a', payload: '{"at":{{now}}}' })).toBe(false)
    expect(isPlain({ topic: 'a/{{clientId}}', payload: '' })).toBe(false)
    expect(isPlain({ topic: 'a', payload: '{"a":{"b":1}}' })).toBe(true)
  })
})
