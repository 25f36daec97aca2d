import { defaultHistoryBudget } from '@/services/history/budget'
import { fakeServices, type FakeServices } from '../services.fake'

let services: FakeServices

async function load(stored?: unknown) {
  jest.resetModules()
  services = fakeServices(stored === undefined ? {} : { historyBudget: stored })
  jest.doMock('../services', () => ({ services }))
  const budget = await import('./budget')
  await budget.loadHistoryBudget()
  return budget
}

it.each<[unknown, object]>([
  [undefined, defaultHistoryBudget],
  ['torn', defaultHistoryBudget],
  [{ totalBytes: 1 }, defaultHistoryBudget],
  [
    { totalBytes: 20_000_000, maxAgeMs: 5, connectionEntries: 'many' },
    { totalBytes: 20_000_000, maxAgeMs: 5 },
  ],
])('of %j it takes what it knows', async (stored, expected) => {
  await load(stored)
  expect(services.history.budget).toEqual(expected)
})

it('keeps what was chosen', async () => {
  const { changeHistoryBudget } = await load()
  const chosen = { totalBytes: 100_000_000, connectionEntries: 5_000 }
  await changeHistoryBudget(chosen)
  expect(services.history.budget).toEqual(chosen)
  await load(await services.storage.get('historyBudget'))
  expect(services.history.budget).toEqual(chosen)
})

it('lets nothing go while the choice cannot be read', async () => {
  const { loadHistoryBudget } = await load({ totalBytes: 150_000_000 })
  services.storage.get = () => Promise.reject(new Error('no'))
  await loadHistoryBudget()
  expect(services.history.budget.totalBytes).toBe(150_000_000)
})
