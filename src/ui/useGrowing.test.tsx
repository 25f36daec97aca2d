import TestUtils from '@tarojs/test-utils-react'
import { View } from '@tarojs/components'
import { useState } from 'react'
import { useGrowing } from './useGrowing'

const drawn: number[] = []
let setCount: (count: number) => void = () => undefined
function List() {
  const [count, set] = useState(60)
  setCount = set
  drawn.push(useGrowing(count))
  return <View />
}

test('a long list is drawn by and by, and anew when it is long again', async () => {
  jest.useFakeTimers({ doNotFake: ['requestAnimationFrame', 'queueMicrotask', 'nextTick'] })
  const utils = new TestUtils()
  await utils.mount(List, { props: {} })
  const after = async (work: () => void) => {
    drawn.length = 0
    await utils.act(work)
    return drawn[drawn.length - 1]
  }
  const wait = () => void jest.advanceTimersByTime(100)
  expect(drawn[drawn.length - 1]).toBe(24)
  expect(await after(wait)).toBe(48)
  expect(await after(wait)).toBe(60)
  expect(await after(() => setCount(3))).toBe(3)
  expect(await after(() => setCount(60))).toBe(24)
  expect(await after(wait)).toBe(48)
  jest.useRealTimers()
  utils.unmout()
})
