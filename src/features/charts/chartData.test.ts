import type { Gap, ReceivedMessage, TimelineEntry } from '@/core/message/message'
import { encodeUtf8 } from '@/core/payload/utf8'
import type { HistoryPart, ReadOptions } from '@/services/history/types'
import { ChartData, type ChartLine } from './chartData'

const received = (id: number, value: unknown, topic = 'a', at = id * 1_000): ReceivedMessage => ({
  ...{ direction: 'received', id, topic, payload: encodeUtf8(JSON.stringify(value)) },
  ...{ qos: 0, retain: false, dup: false, at },
})
const gap = (id: number, from: number, to?: number): Gap => {
  return { direction: 'gap', id, from, to, at: from, caughtUp: 0, cause: 'hidden' }
}

/** Stored entries, oldest first, read in parts of two as a history reads them. */
function stored(entries: readonly TimelineEntry[]) {
  const asked: ReadOptions[] = []
  const open = (options: ReadOptions = {}) => {
    asked.push(options)
    const { before = Infinity, from = -Infinity, to = Infinity } = options
    const wanted = entries.filter((e) => e.id < before && e.at >= from && e.at <= to).reverse()
    return {
      next: (): Promise<HistoryPart | undefined> => {
        const part = wanted.splice(0, 2)
        return Promise.resolve(part.length > 0 ? { entries: part, scanned: 2, progress: 0.5, damaged: 1 } : undefined)
      },
    }
  }
  return { asked, open }
}

const temp = { ref: { topic: 'a', path: '$.temp' }, color: 1 }
const hum = { ref: { topic: 'a', path: '$.hum' }, color: 6 }
const valuesOf = (line: ChartLine | undefined) =>
  Array.from({ length: line?.points.length ?? 0 }, (_, i) => line?.points.valueAt(i))
const nothing = () => undefined
const always = () => true

describe('the data of a chart', () => {
  it('is what is in memory, what arrives and what is stored, each message once', async () => {
    const all = [1, 2, 3, 4, 5].map((id) => received(id, { temp: id }))
    const { open } = stored(all)
    const data = new ChartData(open)
    data.setLines([temp], all.slice(3))
    expect(data.add(received(6, { temp: 6 }))).toBe(true)
    await data.readBackTo(0, nothing, always)
    expect(valuesOf(data.lines[0])).toEqual([1, 2, 3, 4, 5, 6])
    expect(data.damaged).toBe(2)
  })

  it('has a message once that the history had before it was told', async () => {
    const { open } = stored([received(1, { temp: 1 }), received(2, { temp: 2 })])
    const data = new ChartData(open)
    data.setLines([temp], [])
    await data.readBackTo(0, nothing, always)
    data.add(received(2, { temp: 2 }))
    data.add(received(3, { temp: 3 }))
    expect(valuesOf(data.lines[0])).toEqual([1, 2, 3])
  })

  it('reads only what is wanted, then only what is older, and a new line from the beginning', async () => {
    const all = [1, 2, 3, 4].map((id) => received(id, { temp: id, hum: -id }))
    const { open, asked } = stored(all)
    const data = new ChartData(open)
    data.setLines([temp], [])
    await data.readBackTo(3_000, nothing, always)
    expect(valuesOf(data.lines[0])).toEqual([3, 4])
    expect(data.hasOlder(3_000)).toBe(false)
    await data.readBackTo(0, nothing, always)
    expect(valuesOf(data.lines[0])).toEqual([1, 2, 3, 4])
    data.setLines([temp, hum], [])
    await data.readBackTo(0, nothing, always)
    expect(valuesOf(data.lines[1])).toEqual([-1, -2, -3, -4])
    expect(asked.map(({ from, to }) => [from, to])).toEqual([
      [3_000, undefined],
      [0, 2_999],
      [0, undefined],
    ])
  })

  it('has the times away, whatever came before and behind them, and one that still lasts', async () => {
    const { open, asked } = stored([received(1, { temp: 1 }), gap(2, 1_500, 1_900)])
    const data = new ChartData(open)
    data.setLines([temp], [])
    await data.readBackTo(0, nothing, always)
    expect(data.add(gap(9, 5_000))).toBe(true)
    expect(data.gaps(7_000)).toEqual([
      { from: 1_500, to: 1_900 },
      { from: 5_000, to: 7_000 },
    ])
    data.add(gap(9, 5_000, 6_000))
    expect(data.gaps(7_000)[1]).toEqual({ from: 5_000, to: 6_000 })
    const mayMatch = asked[0]?.mayMatch
    expect([mayMatch?.('{"d":"g","id":2}'), mayMatch?.('{"t":"a"}'), mayMatch?.('{"t":"b"}')]).toEqual([
      true,
      true,
      false,
    ])
  })

  it('leaves out other topics, other fields, what we sent, and text', () => {
    const data = new ChartData(stored([]).open)
    data.setLines([temp], [received(1, { temp: 'warm' }), received(2, { temp: 2 }, 'b'), received(3, { hum: 3 })])
    expect(data.add(received(4, [1]))).toBe(false)
    expect(valuesOf(data.lines[0])).toEqual([])
  })

  it('stops reading when nobody wants it any more', async () => {
    const { open } = stored([1, 2, 3, 4].map((id) => received(id, { temp: id })))
    const data = new ChartData(open)
    data.setLines([temp], [])
    await data.readBackTo(0, nothing, () => false)
    expect(data.hasOlder(0)).toBe(true)
  })
})
