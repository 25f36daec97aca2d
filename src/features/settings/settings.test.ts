import { fakeServices, type FakeServices } from '../services.fake'

let services: FakeServices

const others = { hasHaptics: true, keepsScreenOn: false, remembersPublished: true }

async function load(stored?: unknown) {
  jest.resetModules()
  services = fakeServices(stored === undefined ? {} : { settings: stored })
  jest.doMock('../services', () => ({ services }))
  const settings = await import('./settings')
  await settings.loadSettings()
  return settings
}

it.each<[unknown, object]>([
  [undefined, { language: 'system', theme: 'system' }],
  [
    { language: 'en', theme: 'dark' },
    { language: 'en', theme: 'dark' },
  ],
  [
    { language: 'tlh', theme: 'dark' },
    { language: 'system', theme: 'dark' },
  ],
  [{ language: 'zh-CN' }, { language: 'zh-CN', theme: 'system' }],
  [
    { hasHaptics: false, keepsScreenOn: 1 },
    { language: 'system', theme: 'system', hasHaptics: false },
  ],
  [
    { language: 5, theme: null, more: 1 },
    { language: 'system', theme: 'system' },
  ],
  ['torn', { language: 'system', theme: 'system' }],
  [null, { language: 'system', theme: 'system' }],
])('of %j it reads what it knows', async (stored, expected) => {
  expect((await load(stored)).useSettings.getState()).toEqual({ ...others, ...expected })
})

it('starts with the defaults where storage is forbidden', async () => {
  const settings = await load({ language: 'en', theme: 'dark' })
  settings.useSettings.setState({ language: 'system', theme: 'system' })
  services.storage.get = () => Promise.reject(new Error('forbidden'))
  await settings.loadSettings()
  expect(settings.useSettings.getState()).toEqual({ language: 'system', theme: 'system', ...others })
})

it('keeps both choices', async () => {
  const settings = await load()
  await Promise.all([settings.setLanguage('en'), settings.setTheme('dark')])
  expect(await services.storage.get('settings')).toEqual({ language: 'en', theme: 'dark', ...others })
})

it('holds a choice that cannot be stored for this run, and says so', async () => {
  const settings = await load()
  services.storage.isFull = true
  await expect(settings.setTheme('dark')).rejects.toMatchObject({ code: 'storageFull' })
  expect(settings.useSettings.getState().theme).toBe('dark')
})
