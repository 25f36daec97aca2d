import { fakeServices, type FakeServices } from './services.fake'

const records = { 'profile/p': { a: 1 }, settings: { theme: 'dark' }, 'savedMessages/m': 1, 'log/app': [] }
let services: FakeServices

async function start() {
  jest.resetModules()
  jest.doMock('./services', () => ({ services }))
  const app = await import('./wipe')
  await app.finishWipe()
  return app
}
const left = async () => [...(await services.storage.keys('')), ...(await services.vault.ids()), ...services.fileNames]

beforeEach(async () => {
  services = fakeServices(records)
  services.fileNames.push('journal/p')
  await services.vault.set('p', 'opensesame', true)
})

it('leaves nothing: the app starts anew, and what was written meanwhile goes, too', async () => {
  const { wipe } = await start()
  expect(await wipe()).toBe(true)
  await services.storage.set('profile/late', 1)
  services.fileNames.push('journal/late')
  await start()
  expect(await left()).toEqual([])
})

it('cut short anywhere, goes on with the next start', async () => {
  const { wipe } = await start()
  await wipe()
  const { remove } = services.storage
  let budget = 2
  services.storage.remove = (key) => (budget-- > 0 ? remove(key) : Promise.reject(new Error('killed')))
  await start()
  expect((await services.storage.keys('')).length).toBeGreaterThan(1)
  services.storage.remove = remove
  await start()
  expect(await left()).toEqual([])
  await services.storage.set('profile/new', 1)
  await start()
  expect(await left()).toEqual(['profile/new'])
})

it('needs no room for it', async () => {
  const { wipe } = await start()
  services.storage.isFull = true
  await wipe()
  expect(await left()).toEqual([])
})

it('is not stopped by files or passwords that cannot be removed: without their connections they are orphans', async () => {
  const { wipe } = await start()
  await wipe()
  services.removeFiles = () => Promise.reject(new Error('locked'))
  services.vault.clear = () => Promise.reject(new Error('locked'))
  await start()
  expect(await services.storage.keys('')).toEqual([])
})

it('goes on without files that do not answer, and removes none that come to be while it waited', async () => {
  const { wipe } = await start()
  await wipe()
  jest.useFakeTimers()
  const { removeFiles } = services
  let answer: () => void = () => undefined
  services.removeFiles = (isWanted) =>
    new Promise<void>((resolve) => (answer = resolve)).then(() => removeFiles(isWanted))
  const started = start()
  await jest.advanceTimersByTimeAsync(10_000)
  await started
  jest.useRealTimers()
  expect(await services.storage.keys('')).toEqual([])
  services.fileNames.push('journal/new')
  answer()
  await Promise.resolve()
  expect(services.fileNames).toContain('journal/new')
})

it('begins at the first page, whatever page the app was left on, but only then', async () => {
  const toFirstPage = jest.spyOn(services.restart, 'toFirstPage')
  const { wipe } = await start()
  await wipe()
  expect(toFirstPage).not.toHaveBeenCalled()
  await start()
  expect(toFirstPage).toHaveBeenCalledTimes(1)
  await start()
  expect(toFirstPage).toHaveBeenCalledTimes(1)
})

it('without a wish for it, nothing goes', async () => {
  const before = await left()
  await start()
  expect(await left()).toEqual(before)
})
