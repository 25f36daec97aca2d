import { Ring } from './ring'

test('keeps the newest so many, oldest first', () => {
  const ring = new Ring<number>(3)
  expect([1, 2, 3, 4, 5].map((n) => ring.push(n))).toEqual([undefined, undefined, undefined, 1, 2])
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

test('starts again after clear', () => {
  const ring = new Ring<number>(2)
  for (const n of [1, 2, 3]) ring.push(n)
  ring.clear()
  ring.push(9)
  expect(ring.toArray()).toEqual([9])
})
