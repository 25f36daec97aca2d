import type { QoS, SubscribeAck } from './packets'
import * as s from './subscriptions'
import type { Subscriptions } from './subscriptions'

function idsFrom(first: number) {
  let next = first - 1
  return () => (next += 1)
}

const want = (subs: Subscriptions, ...filters: [string, QoS][]) =>
  filters.reduce((sum, [filter, qos]) => s.want(sum, filter, qos), subs)

const suback = (packetId: number, ...reasonCodes: number[]): SubscribeAck => ({ cmd: 'suback', packetId, reasonCodes })
const unsuback = (packetId: number): SubscribeAck => ({ cmd: 'unsuback', packetId, reasonCodes: [] })

const ask = (subs: Subscriptions, firstId = 1) => s.ask(subs, idsFrom(firstId))

/** filters wanted, asked for and answered with the QoS asked */
function granted(...filters: [string, QoS][]): Subscriptions {
  const { subs } = ask(want(s.noSubscriptions, ...filters))
  return s.answered(subs, suback(1, ...filters.map(([, qos]) => qos)))
}

const states = (subs: Subscriptions) => s.subscriptionStates(subs).map((x) => `${x.filter} ${x.status.name}`)

describe('asking', () => {
  it('asks for all that is wanted in one SUBSCRIBE, in order, and not again while the answer is out', () => {
    const { subs, packets } = ask(want(s.noSubscriptions, ['b', 1], ['a', 2]))
    expect(packets).toEqual([
      {
        cmd: 'subscribe',
        packetId: 1,
        filters: [
          { filter: 'b', qos: 1, noLocal: false, retainAsPublished: false, retainHandling: 0 },
          { filter: 'a', qos: 2, noLocal: false, retainAsPublished: false, retainHandling: 0 },
        ],
      },
    ])
    expect(states(subs)).toEqual(['b asked', 'a asked'])
    expect(s.isPacketIdInUse(subs, 1)).toBe(true)
    expect(ask(subs, 2).packets).toEqual([])
  })

  it('asks nothing, and takes no identifier, where nothing differs', () => {
    const allocate = jest.fn(idsFrom(1))
    expect(s.ask(granted(['a', 1]), allocate).packets).toEqual([])
    expect(allocate).not.toHaveBeenCalled()
  })

  it('says what was granted, which may be less than asked, and asks no more for that', () => {
    const { subs } = ask(want(s.noSubscriptions, ['a', 2]))
    const answered = s.answered(subs, suback(1, 0))
    expect(s.subscriptionStates(answered)).toEqual([{ filter: 'a', qos: 2, status: { name: 'granted', qos: 0 } }])
    expect(ask(answered).packets).toEqual([])
    expect(s.isPacketIdInUse(answered, 1)).toBe(false)
  })

  it('a change of QoS asks again without the retained messages, in its former place', () => {
    const subs = s.want(granted(['a', 1], ['b', 1]), 'a', 2)
    expect(states(subs)).toEqual(['a wanted', 'b granted'])
    expect(ask(subs).packets).toMatchObject([
      { cmd: 'subscribe', filters: [{ filter: 'a', qos: 2, retainHandling: 1 }] },
    ])
  })

  it('a QoS changed while the answer is out is asked for after it', () => {
    const { subs } = ask(want(s.noSubscriptions, ['a', 0]))
    const changed = s.want(subs, 'a', 1)
    expect(ask(changed).packets).toEqual([])
    expect(ask(s.answered(changed, suback(1, 0)), 2).packets).toMatchObject([{ filters: [{ filter: 'a', qos: 1 }] }])
  })

  it('unsubscribes what is granted and no longer wanted', () => {
    const { subs, packets } = ask(s.unwant(granted(['a', 1], ['b', 1]), 'a'))
    expect(packets).toEqual([{ cmd: 'unsubscribe', packetId: 1, filters: ['a'] }])
    expect(ask(s.answered(subs, unsuback(1))).packets).toEqual([])
  })

  it('wanted again while the UNSUBSCRIBE is out, it is asked for after the answer', () => {
    const { subs } = ask(s.unwant(granted(['a', 1]), 'a'))
    const again = s.want(subs, 'a', 1)
    expect(ask(again).packets).toEqual([])
    expect(ask(s.answered(again, unsuback(1)), 2).packets).toMatchObject([
      { cmd: 'subscribe', filters: [{ filter: 'a', retainHandling: 0 }] },
    ])
  })

  it('asks and unsubscribes with different identifiers', () => {
    const subs = want(s.unwant(granted(['a', 1]), 'a'), ['b', 1])
    expect(ask(subs, 5).packets).toMatchObject([
      { cmd: 'subscribe', packetId: 5 },
      { cmd: 'unsubscribe', packetId: 6 },
    ])
  })
})

describe('a refusal', () => {
  const refused = () => s.answered(ask(want(s.noSubscriptions, ['a', 1], ['b', 1])).subs, suback(1, 0x87, 1))

  it('is shown with its code and not asked again, on no connection', () => {
    expect(s.subscriptionStates(refused())[0]).toEqual({
      filter: 'a',
      qos: 1,
      status: { name: 'refused', mqttCode: 0x87 },
    })
    expect(ask(refused()).packets).toEqual([])
    expect(ask(s.onConnected(refused(), true)).packets).toEqual([])
    expect(ask(s.onConnected(refused(), false)).packets).toMatchObject([{ filters: [{ filter: 'b' }] }])
  })

  it('is asked again when wanted anew', () => {
    expect(ask(s.want(refused(), 'a', 1), 2).packets).toMatchObject([{ filters: [{ filter: 'a' }] }])
    expect(ask(want(s.unwant(refused(), 'a'), ['a', 1]), 2).packets).toMatchObject([{ filters: [{ filter: 'a' }] }])
  })

  it('of a changed QoS ends what was granted', () => {
    const { subs } = ask(s.want(granted(['a', 1]), 'a', 2))
    expect(states(s.answered(subs, suback(1, 0x80)))).toEqual(['a refused'])
  })

  it('of a filter no longer wanted is nothing to tell when it is wanted later', () => {
    const { subs } = ask(want(s.noSubscriptions, ['a', 1]))
    const answered = s.answered(s.unwant(subs, 'a'), suback(1, 0x87))
    expect(answered.refused.size).toBe(0)
    expect(states(s.want(answered, 'a', 1))).toEqual(['a wanted'])
  })

  it('is assumed for the filters that a SUBACK leaves out', () => {
    const { subs } = ask(want(s.noSubscriptions, ['a', 1], ['b', 1]))
    expect(s.subscriptionStates(s.answered(subs, suback(1, 1)))).toMatchObject([
      { status: { name: 'granted' } },
      { status: { name: 'refused', mqttCode: 0x80 } },
    ])
  })
})

describe('a connection', () => {
  it('resumed, holds what was granted: only the difference is asked', () => {
    const subs = s.onConnected(want(granted(['a', 1]), ['b', 1]), true)
    expect(ask(subs).packets).toMatchObject([{ cmd: 'subscribe', filters: [{ filter: 'b' }] }])
  })

  it('resumed, gives up what was unsubscribed while offline', () => {
    const subs = s.onConnected(s.unwant(granted(['a', 1], ['b', 1]), 'a'), true)
    expect(ask(subs).packets).toEqual([{ cmd: 'unsubscribe', packetId: 1, filters: ['a'] }])
  })

  it('fresh, holds nothing: everything wanted is asked with its retained messages, and nothing given up', () => {
    const subs = s.onConnected(s.unwant(granted(['a', 1], ['b', 1]), 'a'), false)
    expect(ask(subs).packets).toMatchObject([{ cmd: 'subscribe', filters: [{ filter: 'b', retainHandling: 0 }] }])
  })

  it('asks anew what the last one did not answer, and frees its identifier', () => {
    const { subs } = ask(want(s.noSubscriptions, ['a', 1]))
    const next = s.onConnected(subs, true)
    expect(s.isPacketIdInUse(next, 1)).toBe(false)
    expect(ask(next).packets).toMatchObject([{ filters: [{ filter: 'a' }] }])
  })
})

describe('an answer', () => {
  it('for a filter no longer wanted makes it surplus', () => {
    const { subs } = ask(want(s.noSubscriptions, ['a', 1]))
    const answered = s.answered(s.unwant(subs, 'a'), suback(1, 1))
    expect(ask(answered, 2).packets).toEqual([{ cmd: 'unsubscribe', packetId: 2, filters: ['a'] }])
  })

  it.each([
    ['to no question', suback(9, 0)],
    ['of the other kind', unsuback(1)],
  ])('%s changes nothing', (_name, ack) => {
    const { subs } = ask(want(s.noSubscriptions, ['a', 1]))
    expect(s.answered(subs, ack)).toBe(subs)
  })
})

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('a filter may be called %s', (filter) => {
  const wanted = want(s.noSubscriptions, [filter, 1])
  expect(states(wanted)).toEqual([`${filter} wanted`])
  const { subs, packets } = ask(wanted)
  expect(packets).toMatchObject([{ filters: [{ filter, retainHandling: 0 }] }])
  const answered = s.answered(subs, suback(1, 1))
  expect(states(answered)).toEqual([`${filter} granted`])
  expect(ask(answered).packets).toEqual([])
  expect(ask(s.unwant(answered, filter)).packets).toEqual([{ cmd: 'unsubscribe', packetId: 1, filters: [filter] }])
})

describe('a SUBSCRIBE that went unanswered', () => {
  const unanswered = () => s.ask(want(s.noSubscriptions, ['a/b', 1]), () => 7).subs

  it('is asked again on a resumed session, with its retained messages', () => {
    const { packets } = s.ask(s.onConnected(unanswered(), true), () => 8)
    expect(packets).toMatchObject([{ cmd: 'subscribe', filters: [{ filter: 'a/b', retainHandling: 0 }] }])
  })

  it('is taken back when nobody wants it any more: the broker may hold it', () => {
    const { packets } = s.ask(s.onConnected(s.unwant(unanswered(), 'a/b'), true), () => 8)
    expect(packets).toEqual([{ cmd: 'unsubscribe', packetId: 8, filters: ['a/b'] }])
  })
})

describe('an UNSUBSCRIBE that went unanswered', () => {
  const unanswered = () => ask(s.unwant(granted(['a', 1]), 'a'), 7).subs

  it('leaves open whether the broker holds the filter: wanted again, it is asked for', () => {
    const { packets } = ask(s.want(s.onConnected(unanswered(), true), 'a', 1), 8)
    expect(packets).toMatchObject([{ cmd: 'subscribe', filters: [{ filter: 'a' }] }])
  })

  it('is sent again while nobody wants it', () => {
    const { packets } = ask(s.onConnected(unanswered(), true), 8)
    expect(packets).toEqual([{ cmd: 'unsubscribe', packetId: 8, filters: ['a'] }])
  })
})
