import { isPasswordMissing, type Profile } from '@/core/profile/profile'
import { fakeVault } from '@/services/vault/vault.fake'
import { fakeServices, type FakeServices } from '../services.fake'

const secret = 'opensesame'
let services: FakeServices

/** Starts the app's part anew on what is stored. */
async function visit() {
  jest.resetModules()
  jest.doMock('../services', () => ({ services }))
  jest.doMock('@/services/ready-profile/readyProfile', () => ({ fetchReadyProfile: () => Promise.resolve(undefined) }))
  const connections = await import('./connections')
  const vault = await import('./vault')
  await connections.loadConnections('en')
  const profiles = () => connections.useConnections.getState().profiles
  const only = (): Profile => {
    const [profile] = profiles()
    if (!profile) throw new Error('there is no profile')
    return profile
  }
  /** Once all changes before are done. */
  const inTurn = () => connections.changeKnown((profile) => profile)
  return { ...connections, ...vault, profiles, only, inTurn }
}

/** The app's next start: of the vault what was to be kept is left. */
function restart() {
  services = { ...services, vault: fakeVault(services.vault.kept) }
  return visit()
}

const record = { version: 1, id: 'p', name: 'a', url: 'ws://h/', clientId: 'c', keepAliveSeconds: 60, username: 'ada' }
const openStorage = async () => {
  const keys = await services.storage.keys('')
  return JSON.stringify(await Promise.all(keys.map((key) => services.storage.get(key))))
}

beforeEach(() => {
  services = fakeServices()
})

async function saved(change: Partial<Profile> = {}) {
  const app = await visit()
  await app.saveProfile({ ...app.newProfile('ws://x'), id: 'p', username: 'ada', password: secret, ...change })
  return app
}

describe('a password', () => {
  it('is in the vault and not in the stored profile', async () => {
    const app = await saved()
    expect(app.only()).toMatchObject({ password: secret, usesPassword: true })
    expect(await openStorage()).not.toContain(secret)
    expect(await services.vault.get('p')).toBe(secret)
  })

  it.each([true, false])('to be kept: %s; is so after a restart', async (keepsPassword) => {
    await saved({ keepsPassword })
    const app = await restart()
    expect(app.only()).toMatchObject({ password: keepsPassword ? secret : '', username: 'ada' })
    expect(isPasswordMissing(app.only())).toBe(!keepsPassword)
  })

  it('that was lost is asked for once, and then it is there', async () => {
    await saved()
    const app = await restart()
    await app.changeProfile('p', (profile) => ({ ...profile, name: 'renamed' }))
    expect(isPasswordMissing(app.only())).toBe(true)
    await app.providePassword('p', secret, true)
    expect((await restart()).only()).toMatchObject({ name: 'renamed', password: secret, keepsPassword: true })
  })

  it('is written once, not with every change of the profile', async () => {
    const app = await saved()
    const set = jest.spyOn(services.vault, 'set')
    await app.setPaused('p', true)
    expect(set).not.toHaveBeenCalled()
    await app.changeProfile('p', (profile) => ({ ...profile, keepsPassword: true }))
    expect(set).toHaveBeenCalledTimes(1)
    expect(services.vault.kept.get('p')).toBe(secret)
  })

  it('that is given up is gone', async () => {
    const app = await saved({ keepsPassword: true })
    await app.changeProfile('p', (profile) => ({ ...profile, password: '', usesPassword: false }))
    expect(await services.vault.ids()).toEqual([])
    expect(isPasswordMissing((await restart()).only())).toBe(false)
  })

  it('goes with its profile, and comes back with an undo', async () => {
    const app = await saved({ keepsPassword: true })
    const undo = await app.removeProfile('p')
    expect(await services.vault.ids()).toEqual([])
    await undo()
    expect((await restart()).only().password).toBe(secret)
  })

  it('of a copy is one of its own', async () => {
    const app = await saved({ keepsPassword: true })
    await app.saveProfile({ ...app.only(), id: 'q' })
    await app.removeProfile('p')
    expect((await restart()).only()).toMatchObject({ id: 'q', password: secret })
  })

  it('that cannot be stored leaves everything as it was', async () => {
    const app = await saved({ keepsPassword: true })
    services.vault.isFull = true
    const changed = app.changeProfile('p', (profile) => ({ ...profile, password: 'other', name: 'other' }))
    await expect(changed).rejects.toMatchObject({ code: 'storageFull' })
    expect(app.only()).toMatchObject({ password: secret, name: '' })
    services.vault.isFull = false
    services.storage.isFull = true
    await expect(app.providePassword('p', 'other', true)).rejects.toMatchObject({ code: 'storageFull' })
    services.storage.isFull = false
    expect(await services.vault.get('p')).toBe(secret)
    await expect(
      (async () => {
        services.storage.isFull = true
        await app.saveProfile({ ...app.only(), id: 'q' })
      })(),
    ).rejects.toBeDefined()
    expect(await services.vault.ids()).toEqual(['p'])
  })

  it('set or removed in another tab is known here', async () => {
    await saved()
    const app = await restart()
    const stop = app.followVault()
    services.vault.tell('p', 'from there')
    await app.inTurn()
    expect(app.only().password).toBe('from there')
    const { profiles } = app.useConnections.getState()
    services.vault.tell('p', 'from there')
    services.vault.tell('unknown', 'x')
    await app.inTurn()
    expect(app.useConnections.getState().profiles).toBe(profiles)
    services.vault.tell('p', undefined)
    await app.inTurn()
    expect(isPasswordMissing(app.only())).toBe(true)
    stop()
  })

  it('that another tab has taken away with the login is not asked for: what that one has stored is taken up', async () => {
    const here = await saved()
    const stop = here.followVault()
    const there = await visit()
    const without = { username: '', password: '', usesPassword: undefined }
    await there.changeProfile('p', (profile) => ({ ...profile, ...without }))
    services.vault.tell('p', undefined)
    await here.inTurn()
    expect(here.only()).toMatchObject({ username: '', password: '' })
    expect(isPasswordMissing(here.only())).toBe(false)
    stop()
  })

  it('told by another tab while a change is being stored, is known after it', async () => {
    await saved()
    const app = await restart()
    const stop = app.followVault()
    const changed = app.changeProfile('p', (profile) => ({ ...profile, name: 'new' }))
    await Promise.resolve()
    services.vault.tell('p', 'from there')
    await changed
    await app.inTurn()
    expect(app.only()).toMatchObject({ name: 'new', password: 'from there' })
    stop()
  })

  it.each(['changeProfile', 'changeInPassing'] as const)(
    'that another tab has set and could not tell of, stays: %s',
    async (how) => {
      const here = await saved()
      const there = await visit()
      await there.changeProfile('p', (profile) => ({ ...profile, password: 'new', keepsPassword: true }))
      const set = jest.spyOn(services.vault, 'set')
      await here[how]('p', (profile) => ({ ...profile, draft: { ...profile.draft, payload: 'typed' } }))
      expect(set).not.toHaveBeenCalled()
      expect((await restart()).only()).toMatchObject({ password: 'new', keepsPassword: true })
    },
  )

  it('that another tab has taken away and could not tell of, is not asked for', async () => {
    const here = await saved()
    const there = await visit()
    await there.changeProfile('p', (profile) => ({ ...profile, password: '', usesPassword: false }))
    await here.changeProfile('p', (profile) => ({ ...profile, name: 'renamed' }))
    expect(isPasswordMissing((await restart()).only())).toBe(false)
  })

  it('of each connection is cleared, and each asks for its own', async () => {
    const app = await saved({ keepsPassword: true })
    await app.saveProfile({ ...app.newProfile('ws://y'), id: 'without' })
    await services.vault.set('orphan', 'x', true)
    await app.clearPasswords()
    expect(await services.vault.ids()).toEqual([])
    expect(app.profiles().map(isPasswordMissing)).toEqual([true, false])
    expect((await restart()).profiles().map(isPasswordMissing)).toEqual([true, false])
  })
})

describe('a profile of version 1', () => {
  const old = { ...record, password: secret }
  beforeEach(() => {
    services = fakeServices({ 'profile/p': old })
    services.vault = fakeVault(new Map(), { kind: 'kept' })
  })

  it('has its password moved into the vault, once', async () => {
    expect((await visit()).only()).toMatchObject({ password: secret, username: 'ada', usesPassword: true })
    expect(await openStorage()).not.toContain(secret)
    expect(services.vault.kept.get('p')).toBe(secret)
    const set = jest.spyOn(services.vault, 'set')
    expect((await visit()).only().password).toBe(secret)
    expect(set).not.toHaveBeenCalled()
  })

  it('loses nothing wherever it is cut short', async () => {
    const never = () => new Promise<never>(() => undefined)
    for (const cut of ['vault', 'storage'] as const) {
      services = { ...fakeServices({ 'profile/p': old }), vault: fakeVault(new Map(), { kind: 'kept' }) }
      const { set } = services[cut]
      const reached = new Promise<void>((resolve) => {
        services[cut].set = () => {
          resolve()
          return never()
        }
      })
      void visit()
      await reached
      services[cut].set = set
      expect((await visit()).only().password).toBe(secret)
      expect(await openStorage()).not.toContain(secret)
    }
  })

  it.each(['vault', 'storage'] as const)('that cannot be moved (%s) works as before, and moves later', async (cut) => {
    services[cut].isFull = true
    const app = await visit()
    expect(app.only().password).toBe(secret)
    expect(await openStorage()).toContain(secret)
    services[cut].isFull = false
    await app.setPaused('p', true)
    expect(await openStorage()).not.toContain(secret)
    expect((await visit()).only()).toMatchObject({ password: secret, isPaused: true })
  })

  it('that could not be moved is cleared, too', async () => {
    services.vault.isFull = true
    const app = await visit()
    await app.clearPasswords()
    expect(await openStorage()).not.toContain(secret)
    expect(isPasswordMissing((await visit()).only())).toBe(true)
  })

  it('without a password needs none', async () => {
    services = fakeServices({ 'profile/p': record })
    expect(isPasswordMissing((await visit()).only())).toBe(false)
  })
})
