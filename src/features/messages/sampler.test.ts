import { Sampler } from './sampler'

const shownOf = (sampler: Sampler, count: number) =>
  Array.from({ length: count }, () => sampler.takes()).filter((isShown) => isShown).length

it('shows everything up to 200 a second', () => {
  const sampler = new Sampler()
  sampler.adapt(200)
  expect(sampler.flow).toBeUndefined()
  expect(shownOf(sampler, 500)).toBe(500)
})

it.each([
  [201, 20],
  [400, 20],
  [1_000, 50],
  [5_000, 500],
  [20_000, 1_000],
])('at %s a second it shows one of %s', (rate, every) => {
  const sampler = new Sampler()
  sampler.adapt(rate)
  expect(sampler.flow).toEqual({ kind: 'sampled', every })
  expect(shownOf(sampler, every * 3)).toBe(3)
})

it('stays with its sample until it is calm, and is the same object as long as it says the same', () => {
  const sampler = new Sampler()
  sampler.adapt(390)
  const { flow } = sampler
  sampler.adapt(210)
  expect(sampler.flow).toBe(flow)
  sampler.adapt(101)
  expect(sampler.flow?.kind).toBe('sampled')
  sampler.adapt(100)
  expect(sampler.flow).toBeUndefined()
})

it('can be left until it is calm again, and gone back to', () => {
  const sampler = new Sampler()
  sampler.adapt(1_000)
  sampler.showAll(true, 1_000)
  expect(sampler.flow).toEqual({ kind: 'all' })
  expect(shownOf(sampler, 100)).toBe(100)
  sampler.showAll(false, 1_000)
  expect(sampler.flow?.kind).toBe('sampled')
  sampler.showAll(true, 1_000)
  sampler.adapt(0)
  sampler.adapt(1_000)
  expect(sampler.flow?.kind).toBe('sampled')
})
