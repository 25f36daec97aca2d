import { receiveMany } from '../support/manyMessages'

jest.setTimeout(120_000)

// the bench `million` has twenty times as many, and the bound of a phone
test('what 50,000 messages leave in memory does not grow, and their log is on the disk', async () => {
  const { heap, stored } = await receiveMany(50_000, 20_000, 10_000)
  const [first = NaN] = heap
  expect(Math.min(...heap.slice(1)) - first).toBeLessThan(2 * 1_048_576)
  expect(stored).toBeGreaterThan(50_000 * 200)
  expect(stored).toBeLessThan(50_000 * 600)
})
