import type { ReceivedMessage } from '../message/message'
import { encodeUtf8 } from '../payload/utf8'
import { FieldValues, recentValues } from './fields'
import { TopicSearch } from './topicSearch'
import { TopicTree } from './tree'

let lastId = 0
const message = (topic: string, text: string): ReceivedMessage => ({
  ...{ direction: 'received', id: (lastId += 1), topic, payload: encodeUtf8(text), qos: 0, retain: false, dup: false },
  at: lastId,
})

function read(...texts: string[]) {
  const tree = new TopicTree()
  const values = new FieldValues()
  const topic = tree.root
  let fields = values.read(topic)
  for (const text of texts) {
    const node = tree.add(message('t', text))
    if (node) fields = values.read(node)
  }
  return fields
}

describe('numeric fields', () => {
  it('are the numbers of the newest message, in their order, as they were sent', () => {
    expect(read('{"temp":24.60,"name":"a","pos":[1,{"z":-2e3}],"on":true,"big":9007199254740993}')).toMatchObject([
      { label: '.temp', text: '24.60', value: 24.6, change: undefined },
      { label: '.pos[0]', text: '1' },
      { label: '.pos[1].z', text: '-2e3', value: -2000 },
      { label: '.big', text: '9007199254740993' },
    ])
  })

  it('keep their place, their past and what they changed by', () => {
    const fields = read('{"a":1,"b":5}', '{"b":7,"c":0}')
    expect(fields).toMatchObject([
      { label: '.a', text: undefined, recent: [1] },
      { label: '.b', text: '7', change: 2, recent: [5, 7] },
      { label: '.c', text: '0', recent: [0] },
    ])
  })

  it('may be the payload itself', () => {
    expect(read(' 23.5')).toMatchObject([{ label: '', text: '23.5', path: [] }])
  })

  it.each(['', 'E-204', '"12"', '{"a":', '{"__proto__":"x"}', `{"a":"${'x'.repeat(5_000)}","b":1}`])(
    'are none in %p',
    (text) => expect(read(text)).toEqual([]),
  )

  it('are bounded: in a message, in their past, and in how many topics have them', () => {
    const many = JSON.stringify(Array.from({ length: 100 }, (_, i) => i))
    expect(read(many)).toHaveLength(16)
    const past = read(...Array.from({ length: 40 }, (_, i) => String(i)))
    expect(past[0]?.recent).toHaveLength(recentValues)
    const tree = new TopicTree()
    const values = new FieldValues(3)
    const nodes = Array.from({ length: 5 }, (_, i) => tree.add(message(`t/${i}`, '1')))
    for (const node of nodes) if (node) values.read(node)
    expect(nodes.map((node) => node && values.known(node).length)).toEqual([0, 0, 1, 1, 1])
  })
})

describe('finding topics', () => {
  it('finds by name and by payload, whatever the case, and what comes meanwhile', () => {
    const tree = new TopicTree()
    tree.add(message('Site/1/Temp', '{"v":1}'))
    tree.add(message('site/2/alarm', 'Temp too high'))
    tree.add(message('site/3/hum', '温度'))
    const search = new TopicSearch(tree, 'temp')
    expect(search.step(1)).toBe(true)
    expect(search.isDone).toBe(false)
    search.step(10)
    expect(search.found.map((node) => node.path)).toEqual(['Site/1/Temp', 'site/2/alarm'])
    tree.add(message('site/4/temp', ''))
    expect(search.isDone).toBe(false)
    search.step(10)
    expect(search.count).toBe(3)
    const chinese = new TopicSearch(tree, '温度')
    chinese.step(10)
    expect(chinese.found.map((node) => node.path)).toEqual(['site/3/hum'])
  })
})
