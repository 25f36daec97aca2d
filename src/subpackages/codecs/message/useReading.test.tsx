import { gzipSync } from 'node:zlib'
import TestUtils from '@tarojs/test-utils-react'
import { useState } from 'react'
import type { ReceivedMessage } from '@/core/message/message'
import type { Reading } from './reading'
import { useReading } from './useReading'

const utils = new TestUtils()
let reading: Reading
const message = (payload: Uint8Array): ReceivedMessage => ({
  ...{ direction: 'received', id: 1, topic: 't', qos: 1, retain: false, dup: false, at: 0 },
  payload,
})
/** 4 KB that become 4 MB */
const slow = message(new Uint8Array(gzipSync(new Uint8Array(4_000_000).fill(0x61))))

const small = message(new Uint8Array(gzipSync('{"a":1}')))
let show: (message: ReceivedMessage) => void

function Probe() {
  const [shown, setShown] = useState(small)
  show = setShown
  reading = useReading(shown, undefined)
  return null
}

beforeEach(async () => {
  await utils.mount(Probe, { props: {} })
  jest.useFakeTimers({ doNotFake: ['requestAnimationFrame', 'queueMicrotask', 'nextTick'] })
})
afterEach(() => {
  utils.unmout()
  jest.restoreAllMocks()
  jest.useRealTimers()
})

test('what is small is there at once', () => {
  expect(reading).toMatchObject({ wrappings: ['gzip'], detection: { formats: ['json', 'text', 'base64', 'hex'] } })
  expect(reading.unpacked).toBeUndefined()
})

test('what takes long says how far it is, and ends with the page', async () => {
  // every step takes longer than a slice may
  let now = 0
  jest.spyOn(Date, 'now').mockImplementation(() => (now += 100))
  await utils.act(() => show(slow))
  const begun = reading.unpacked ?? 0
  expect(begun).toBeGreaterThan(0)
  await utils.act(() => void jest.advanceTimersByTime(6))
  expect(reading.unpacked).toBeGreaterThan(begun)
  expect(jest.getTimerCount()).toBe(1)
  utils.unmout()
  expect(jest.getTimerCount()).toBe(0)
})

test('what takes long is shown as what it holds in the end', async () => {
  await utils.act(() => show(slow))
  await utils.act(() => void jest.runAllTimers())
  expect(reading.unpacked).toBeUndefined()
  expect(reading.bytes).toHaveLength(4_000_000)
})
