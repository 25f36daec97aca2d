import fc from 'fast-check'
import { Ring } from './ring'

test('keeps the newest so many, oldest first', () => {
  const ring = new Ring<number>(3)
  for (const n of [1, 2, 3, 4, 5]) ring.push(n)
  expect(ring.toArray()).toEqual([3, 4, 5])
  expect(ring.length).toBe(3)
})

test('replaces the newest that is the same, wherever it lies', () => {
  const ring = new Ring<{ id: number; text: string }>(2)
  for (const id of [1, 2, 3]) ring.push({ id, text: '' })
  expect(ring.replace({ id: 2, text: 'b' }, (other) => other.id === 2)).toBe(true)
  expect(ring.replace({ id: 1, text: 'a' }, (other) => other.id === 1)).toBe(false)
  expect(ring.toArray()).toEqual([
    { id: 2, text: 'b' },
    { id: 3, text: '' },
  ])
})

test('lets the oldest go where they weigh too much together, and keeps the newest whatever it weighs', () => {
  const ring = new Ring<number>(10, 5, (n) => n)
  for (const n of [1, 2, 3]) ring.push(n)
  expect(ring.toArray()).toEqual([2, 3])
  ring.push(9)
  expect(ring.toArray()).toEqual([9])
  ring.push(1)
  expect(ring.toArray()).toEqual([1])
})

test('is the end of the list it was given, whatever that list', () => {
  const bounds = { capacity: fc.integer({ min: 1, max: 6 }), maxWeight: fc.nat(20), items: fc.array(fc.nat(9)) }
  fc.assert(
    fc.property(fc.record(bounds), ({ capacity, maxWeight, items }) => {
      const ring = new Ring<number>(capacity, maxWeight, (n) => n)
      let expected: number[] = []
      for (const item of items) {
        ring.push(item)
        expected = [...expected, item].slice(-capacity)
        while (expected.length > 1 && expected.reduce((sum, n) => sum + n, 0) > maxWeight) expected = expected.slice(1)
      }
      expect(ring.toArray()).toEqual(expected)
      expect(ring.length).toBe(expected.length)
    }),
  )
})
