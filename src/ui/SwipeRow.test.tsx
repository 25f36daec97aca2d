import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import TestUtils from '@tarojs/test-utils-react'
import { SwipeRow } from './SwipeRow'

let utils: TestUtils
let done: string[]

const row = (name: string) => (
  <SwipeRow
    className={name}
    actions={[{ icon: 'trash', label: 'delete', isBad: true, onClick: () => done.push(`delete ${name}`) }]}
    onClick={() => done.push(`tap ${name}`)}
    onLongPress={() => done.push(`press ${name}`)}
  >
    <View className="content">{name}</View>
  </SwipeRow>
)

beforeEach(async () => {
  done = []
  jest.spyOn(Taro, 'getWindowInfo').mockReturnValue({ ...Taro.getWindowInfo(), windowWidth: 375 })
  utils = new TestUtils()
  const Rows = () => (
    <View>
      {row('one')}
      {row('two')}
    </View>
  )
  await utils.mount(Rows, { props: {} })
})
afterEach(() => utils.unmout())

const find = (selector: string) => document.querySelector(selector)!
const isOpen = (name: string) => find(`.${name}`).className.includes('is-open')
const act = (work: () => void): Promise<void> => utils.act(work) as Promise<void>
const tap = (selector: string) => act(() => void utils.fireEvent.click(find(selector)))

function touch(name: string, by: { x: number; y: number }, from = { x: 200, y: 300 }) {
  const point = (x: number, y: number) => ({ identifier: 0, clientX: x, clientY: y }) as unknown as Touch
  const fire = (type: string, touches: Touch[], changedTouches: Touch[]) =>
    find(`.${name}`).dispatchEvent(Object.assign(new Event(type, { bubbles: true }), { touches, changedTouches }))
  const start = point(from.x, from.y)
  return act(() => {
    fire('touchstart', [start], [start])
    fire('touchend', [], [point(from.x + by.x, from.y + by.y)])
  })
}

test('a finger to the left shows the actions, of one row at a time', async () => {
  await touch('one', { x: -80, y: 10 })
  expect([isOpen('one'), isOpen('two')]).toEqual([true, false])
  await touch('two', { x: -80, y: -10 })
  expect([isOpen('one'), isOpen('two')]).toEqual([false, true])
  await touch('two', { x: 80, y: 0 })
  expect(isOpen('two')).toBe(false)
})

test('a finger that scrolls, hardly moves or comes from the edge of the screen shows nothing', async () => {
  await touch('one', { x: -80, y: 60 })
  await touch('one', { x: -20, y: 0 })
  await touch('one', { x: -80, y: 0 }, { x: 370, y: 300 })
  expect(isOpen('one')).toBe(false)
})

test('an action is done once, and does not tap the row; the row itself only closes', async () => {
  await touch('one', { x: -80, y: 0 })
  await tap('.one .swipe-action')
  expect(done).toEqual(['delete one'])
  expect(isOpen('one')).toBe(false)
  await touch('one', { x: -80, y: 0 })
  await tap('.one .swipe-cover')
  expect(isOpen('one')).toBe(false)
  await tap('.one .content')
  expect(done).toEqual(['delete one', 'tap one'])
})

test('the same is asked by a long press, and by the other button of a mouse', async () => {
  await act(() => void find('.one').dispatchEvent(new CustomEvent('longpress', { bubbles: true })))
  await act(() => void find('.two').dispatchEvent(new MouseEvent('contextmenu', { bubbles: true })))
  expect(done).toEqual(['press one', 'press two'])
})
