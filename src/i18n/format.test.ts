import { byteSize, clockTime, duration, hexCode, milliseconds, rate, relativeTime, thousands } from './format'
import { translator } from './t'

const zh = translator('zh-CN')
const en = translator('en')
const noon = new Date(2026, 2, 14, 12, 5, 9, 7).getTime()
const hour = 3_600_000

test('times of day have two digits each, milliseconds three', () => {
  expect(clockTime(noon)).toBe('12:05:09')
  expect(milliseconds(noon)).toBe('.007')
})

test.each([
  [noon - 20_000, '刚刚', 'now'],
  [noon - 2 * hour, '10:05', '10:05'],
  [noon - 13 * hour, '昨天', 'Yesterday'],
  [noon - 36 * hour, '昨天', 'Yesterday'],
  [noon - 48 * hour, '3月12日', 'Mar 12'],
  [new Date(2025, 11, 31).getTime(), '2025年12月31日', 'Dec 31, 2025'],
])('how long ago: %#', (at, chinese, english) => {
  expect(relativeTime(at, noon, zh)).toBe(chinese)
  expect(relativeTime(at, noon, en)).toBe(english)
})

test.each([
  [400, '0 s'],
  [18_000, '18 s'],
  [72_000, '1 min 12 s'],
  [7 * 60_000, '7 min'],
  [3 * hour + 120_000, '3 h 2 min'],
  [24 * hour, '1 day'],
  [50 * hour, '2 days'],
])('%i ms last %s', (ms, words) => {
  expect(duration(ms, en)).toBe(words)
})

test('numbers', () => {
  expect(thousands(3_528)).toBe('3,528')
  expect(thousands(1_234_567)).toBe('1,234,567')
  expect([0.24, 4.23, 12.7, 1_200].map(rate)).toEqual(['0.2', '4.2', '13', '1,200'])
  expect([512, 49_357, 3_145_728].map(byteSize)).toEqual(['512 B', '48.2 KB', '3.0 MB'])
  expect([4, 0x87].map(hexCode)).toEqual(['0x04', '0x87'])
})
