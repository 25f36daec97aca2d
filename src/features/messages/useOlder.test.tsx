import TestUtils from '@tarojs/test-utils-react'
import type { ReceivedMessage } from '@/core/message/message'
import type { HistoryReader, ReadOptions } from '@/services/history/types'
import { services } from '../services'
import { useOlder, type Older } from './useOlder'

const message = (id: number): ReceivedMessage => ({
  ...{ direction: 'received', id, topic: 't', payload: new Uint8Array(0), qos: 0, retain: false, dup: false, at: id },
})

const isShown = () => true
const utils = new TestUtils()
let older: Older
let begun: (number | undefined)[] = []
let fails = false

/** 1,000 messages, newest first, 100 a part. */
function reader(_profileId: string, { before = 1_001 }: ReadOptions = {}): HistoryReader {
  begun.push(before)
  let next = before - 1
  return {
    next: () => {
      if (fails) return Promise.reject(new Error('torn'))
      const entries = Array.from({ length: Math.min(100, next) }, (_, i) => message(next - i))
      next -= entries.length
      return Promise.resolve(entries.length > 0 ? { entries, scanned: 100, progress: 0, damaged: 0 } : undefined)
    },
  }
}

function Probe() {
  older = useOlder('p', isShown)
  return null
}

const load = async (before: number) => {
  await utils.act(async () => {
    older.load(before)
    await new Promise((resolve) => setTimeout(resolve))
  })
}
const ids = () => older.pages.reduce<number[]>((all, page) => [...all, ...page.map(({ id }) => id)], [])

beforeEach(async () => {
  ;[begun, fails] = [[], false]
  jest.spyOn(services.history, 'reader').mockImplementation(reader)
  await utils.mount(Probe, { props: {} })
})
afterEach(() => utils.unmout())

test('pages come from before the list, oldest first, by one reader', async () => {
  await load(901)
  await load(901)
  expect(ids()).toEqual(Array.from({ length: 200 }, (_, i) => 701 + i))
  expect(begun).toEqual([901])
})

test('after a failure it goes on where it was, and no page comes twice', async () => {
  await load(901)
  fails = true
  await load(901)
  expect([older.state, ids().length]).toEqual(['failed', 100])
  fails = false
  await load(901)
  expect(begun).toEqual([901, 801])
  expect(ids()).toEqual(Array.from({ length: 200 }, (_, i) => 701 + i))
})

test('the beginning of the log is the end of it', async () => {
  await load(51)
  await load(51)
  expect([older.state, ids().length]).toEqual(['end', 50])
})
