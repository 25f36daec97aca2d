import { platform } from './platform'

const says = () => document.querySelector('[role=status]')?.textContent

function show(id: string, words: string): void {
  const notice = document.createElement('div')
  notice.id = id
  // the words as they are drawn, which nothing here is
  notice.innerText = words
  document.body.append(notice)
  platform.announce(id)
}

beforeEach(() => jest.useFakeTimers({ advanceTimers: false }))
afterEach(() => jest.useRealTimers())

it('of notices that appear together each is said, once, and none stays to be read again', () => {
  show('first', 'Not stored')
  show('second', 'No network')
  expect(says()).toBe('')
  jest.advanceTimersByTime(20)
  expect(says()).toBe('Not stored\nNo network')
  show('third', 'Online')
  jest.advanceTimersByTime(20)
  expect(says()).toBe('Online')
  // the first timer is over by then
  jest.advanceTimersByTime(4_970)
  expect(says()).toBe('Online')
  jest.advanceTimersByTime(5_000)
  expect(says()).toBe('')
})

it('a notice that went before it was drawn is not said', () => {
  show('gone', 'Gone')
  document.getElementById('gone')?.remove()
  jest.advanceTimersByTime(20)
  expect(says()).toBe('')
})
