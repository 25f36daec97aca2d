import type { Gap, ReceivedMessage, SentMessage } from '@/core/message/message'
import { isSameRow, lastIdOf, rowsOf } from './rows'

const all = () => true
const base = { payload: new Uint8Array(), qos: 0, retain: false } as const

function received(id: number, topic: string, at: number, rest: Partial<ReceivedMessage> = {}): ReceivedMessage {
  return { ...base, direction: 'received', id, topic, at, dup: false, ...rest }
}

const sent = (id: number, status: SentMessage['status']): SentMessage => ({
  ...base,
  direction: 'sent',
  id,
  topic: 'cmd',
  at: id,
  status,
})

const gap: Gap = { direction: 'gap', id: 50, from: 0, at: 0, caughtUp: 0, cause: 'hidden' }

const keys = (...args: Parameters<typeof rowsOf>) => rowsOf(...args).map((row) => row.key)

test('one topic within a minute is one card; another topic, a sent message or a gap ends it', () => {
  const entries = [
    received(1, 'a', 0),
    received(2, 'a', 59_999),
    received(3, 'a', 60_000),
    received(4, 'b', 60_001),
    received(5, 'a', 60_002),
    sent(6, { name: 'sending' }),
    received(7, 'a', 60_003),
    gap,
    received(51, 'a', 60_004),
  ]
  expect(keys(entries, all)).toEqual(['r1', 'r3', 'r4', 'r5', 's6', 'r7', 'g50', 'r51'])
})

test('marks end a card, since they stand above all of it', () => {
  const entries = [received(1, 'a', 0), received(2, 'a', 1, { retain: true }), received(3, 'a', 2, { qos: 1 })]
  expect(keys(entries, all)).toEqual(['r1', 'r2', 'r3'])
})

test('a busy topic does not become one endless card', () => {
  const rows = rowsOf(
    Array.from({ length: 1_000 }, (_, i) => received(i, 'a', i)),
    all,
  )
  expect(Math.max(...rows.map((row) => (row.kind === 'received' ? row.items.length : 1)))).toBe(8)
})

test('queued messages are the tray’s, and filtered topics are left out while gaps stay', () => {
  expect(keys([sent(1, { name: 'queued' }), sent(2, { name: 'unknown' })], all)).toEqual(['s2'])
  const entries = [received(1, 'a', 0), gap, received(60, 'b', 1), received(61, 'a', 2)]
  expect(keys(entries, (topic) => topic === 'a')).toEqual(['r1', 'g50', 'r61'])
})

test('a message delivered again folds into the row it stands in, and stands alone where that is gone', () => {
  const payload = new Uint8Array([1])
  const first = received(1, 'a', 0, { qos: 1, payload })
  const other = received(2, 'a', 1, { qos: 1, payload: new Uint8Array([2]) })
  const again = received(51, 'a', 60, { qos: 1, payload, dup: true, isRedelivered: true })
  const rows = rowsOf([first, other, gap, again], all)
  expect(rows).toMatchObject([
    {
      key: 'r1',
      items: [
        { message: first, again: [again] },
        { message: other, again: [] },
      ],
    },
    { key: 'g50', redelivered: 1 },
  ])
  expect(keys([gap, again], all)).toEqual(['g50', 'r51'])
  // another QoS cannot be the same message
  expect(keys([{ ...first, qos: 0 }, again], all)).toEqual(['r1', 'r51'])
  const [before] = rowsOf([first, other], all)
  if (!before || !rows[0]) throw new Error('no rows')
  expect([isSameRow(before, rows[0]), lastIdOf(rows[0])]).toEqual([false, 2])
})

test('identical heartbeats are never folded', () => {
  expect(rowsOf([received(1, 'a', 0), received(2, 'a', 1)], all)).toMatchObject([{ items: [{}, {}] }])
})

test('rows are the same while their entries are, and end with their newest', () => {
  const entries = [received(1, 'a', 0), received(2, 'a', 1)]
  const [before] = rowsOf(entries, all)
  const [after] = rowsOf(entries, all)
  const [grown] = rowsOf([...entries, received(3, 'a', 2)], all)
  if (!before || !after || !grown) throw new Error('no rows')
  expect([isSameRow(before, after), isSameRow(before, grown)]).toEqual([true, false])
  expect([lastIdOf(before), lastIdOf(grown)]).toEqual([2, 3])
})
