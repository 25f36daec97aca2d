import { daysUntilFull } from './forecast'

const now = 1_700_000_000_000
const day = 86_400_000
const MB = 1_000_000

describe('when the storage is full', () => {
  it('follows from the pace so far', () => {
    expect(daysUntilFull(6 * MB, now - 2 * day, now, 15 * MB)).toBe(3)
  })

  it('is not said after less than an hour, of nothing, and beyond a year', () => {
    expect(daysUntilFull(6 * MB, now - 60_000, now, 10 * MB)).toBeUndefined()
    expect(daysUntilFull(0, now - day, now, 10 * MB)).toBeUndefined()
    expect(daysUntilFull(6 * MB, undefined, now, 10 * MB)).toBeUndefined()
    expect(daysUntilFull(1_000, now - day, now, 50 * MB)).toBeUndefined()
  })

  it('is a day at least, though it be full already', () => {
    expect(daysUntilFull(12 * MB, now - day, now, 10 * MB)).toBe(1)
  })
})
