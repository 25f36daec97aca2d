import { AppError } from '@/core/errors'
import type { Profile } from '@/core/profile/profile'
import type { ReadyProfile } from '@/core/profile/readyProfile'
import { withoutClientIds } from '@/core/profile/sharedMessages'
import { fakeServices, type FakeServices } from '../services.fake'

let services: FakeServices
let offer: ReadyProfile | Promise<ReadyProfile> | undefined

/** Starts the app's part anew, as a new visit would, on what is stored. */
async function visit() {
  jest.resetModules()
  jest.doMock('../services', () => ({ services }))
  jest.doMock('@/services/ready-profile/readyProfile', () => ({ fetchReadyProfile: () => Promise.resolve(offer) }))
  const connections = await import('./connections')
  await connections.loadConnections('en')
  const state = () => connections.useConnections.getState()
  return { ...connections, state, names: () => state().profiles.map((p) => p.name) }
}

beforeEach(() => {
  services = fakeServices()
  offer = undefined
})

const ready = (change: Partial<ReadyProfile> = {}): ReadyProfile => ({
  version: 1,
  id: 'demo',
  name: { 'zh-CN': '温室', en: 'Greenhouse' },
  address: 'ws://a:1/mqtt',
  protocolVersion: 4,
  subscriptions: [{ filter: '#', qos: 1, alias: { 'zh-CN': '全部', en: 'All' } }],
  publish: { topic: 'fan', payload: 'on', qos: 1 },
  ...change,
})

async function withProfiles(...names: string[]) {
  const app = await visit()
  for (const name of names) await app.saveProfile({ ...app.newProfile('ws://x'), name })
  return app
}
const find = (app: { state(): { profiles: Profile[] } }, name: string) =>
  app.state().profiles.find((p) => p.name === name)!

it('what another tab has changed stays when this one changes something else', async () => {
  const here = await withProfiles('a')
  const { id } = find(here, 'a')
  const there = await visit()
  await there.changeProfile(id, (profile) => ({ ...profile, url: 'ws://moved' }))
  await here.changeProfile(id, (profile) => ({ ...profile, draft: { ...profile.draft, payload: 'typed' } }))
  const [after] = (await visit()).state().profiles
  expect(after).toMatchObject({ url: 'ws://moved', draft: { payload: 'typed' } })
})

describe('beside another tab', () => {
  const typed = { draft: { topic: 't', payload: 'typed', qos: 0 as const, retain: false } }
  const both = async () => {
    const here = await withProfiles('a')
    return { here, there: await visit(), id: find(here, 'a').id }
  }

  it('a draft is stored with what the other has changed, and the session here goes on as it was', async () => {
    const { here, there, id } = await both()
    await there.changeProfile(id, (profile) => ({ ...profile, url: 'ws://moved', isPaused: true }))
    await here.changeInPassing(id, () => typed)
    expect(find(here, 'a')).toMatchObject({ url: 'ws://x', isPaused: false, ...typed })
    expect((await visit()).state().profiles).toMatchObject([{ url: 'ws://moved', isPaused: true, ...typed }])
    await here.setPaused(id, false)
    expect(find(here, 'a')).toMatchObject({ url: 'ws://moved', isPaused: false, ...typed })
  })

  it.each(['changeProfile', 'changeInPassing'] as const)('what it has deleted does not come back: %s', async (how) => {
    const { here, there, id } = await both()
    await there.removeProfile(id)
    await here[how](id, (profile) => ({ ...profile, ...typed }))
    expect(here.names()).toEqual([])
    expect((await visit()).names()).toEqual([])
  })

  it.each([{ version: 3, id: 'later' }, null, 'torn'])(
    'what cannot be read is not written over: %j',
    async (record) => {
      const { here, id } = await both()
      await services.storage.set(`profile/${id}`, record)
      const failure = { code: 'storageFailed' }
      await expect(here.changeProfile(id, (profile) => ({ ...profile, ...typed }))).rejects.toMatchObject(failure)
      await expect(here.changeInPassing(id, () => typed)).rejects.toMatchObject(failure)
      expect(await services.storage.get(`profile/${id}`)).toEqual(record)
      expect(here.names()).toEqual(['a'])
    },
  )

  it('a storage that cannot be read is no deletion', async () => {
    const { here, id } = await both()
    services.storage.get = () => Promise.reject(new AppError('storageFailed'))
    await expect(here.changeInPassing(id, () => typed)).rejects.toMatchObject({ code: 'storageFailed' })
    // a torn record reads as none
    services.storage.get = () => Promise.resolve(undefined)
    await expect(here.changeInPassing(id, () => typed)).rejects.toMatchObject({ code: 'storageFailed' })
    expect(here.names()).toEqual(['a'])
  })

  it('a login that it has taken away does not come back with a word that is typed', async () => {
    const { here, there, id } = await both()
    await here.changeProfile(id, (profile) => ({ ...profile, password: 'secret' }))
    const none = { password: '', usesPassword: undefined }
    // this browser tells no tab of what another has removed
    await there.changeProfile(id, (profile) => ({ ...profile, ...none }))
    await here.changeInPassing(id, () => typed)
    expect(find(here, 'a')).toMatchObject({ password: 'secret', ...typed })
    const after = find(await visit(), 'a')
    expect(after).toMatchObject(typed)
    expect(after.usesPassword).toBeUndefined()
  })

  it('an undo of the deletion brings back what the other had changed', async () => {
    const { here, there, id } = await both()
    await there.changeProfile(id, (profile) => ({ ...profile, url: 'ws://moved' }))
    const undo = await here.removeProfile(id)
    await undo()
    expect((await visit()).state().profiles).toMatchObject([{ name: 'a', url: 'ws://moved' }])
  })
})

describe('the list', () => {
  it('keeps the order of the person over visits', async () => {
    const first = await withProfiles('a', 'b', 'c')
    await first.saveProfile({ ...first.newProfile('ws://x'), name: 'second' }, 1)
    await first.saveProfile({ ...find(first, 'b'), name: 'b2' })
    expect(first.names()).toEqual(['a', 'second', 'b2', 'c'])
    expect((await visit()).names()).toEqual(['a', 'second', 'b2', 'c'])
  })

  it('forgets a profile, and keeps the others', async () => {
    const app = await withProfiles('a', 'b')
    const { id } = find(app, 'a')
    await app.removeProfile(id)
    expect(app.names()).toEqual(['b'])
    expect((await visit()).names()).toEqual(['b'])
  })

  it('takes a forgotten profile back as it last was, in its place', async () => {
    const app = await withProfiles('a', 'b', 'c')
    const { id } = find(app, 'b')
    const change = app.changeProfile(id, (p) => ({ ...p, username: 'ada' }))
    const undo = await app.removeProfile(id)
    await change
    expect(app.names()).toEqual(['a', 'c'])
    await undo()
    expect(app.names()).toEqual(['a', 'b', 'c'])
    expect(find(app, 'b')).toMatchObject({ id, username: 'ada' })
    expect((await visit()).names()).toEqual(['a', 'b', 'c'])
  })

  it('has nothing to take back of a profile that was gone already', async () => {
    const app = await withProfiles('a')
    const undo = await app.removeProfile('gone')
    await undo()
    expect(app.names()).toEqual(['a'])
  })

  it('keeps a broken record where it is, and reports it', async () => {
    services = fakeServices({ 'profile/x': { version: 1, id: 'x', name: 5 } })
    const app = await withProfiles('a')
    const again = await visit()
    expect(again.names()).toEqual(['a'])
    expect(again.state()).toMatchObject({
      load: 'ready',
      broken: [{ key: 'profile/x', issue: expect.any(String) as string }],
    })
    expect(await services.storage.get('profile/x')).toEqual({ version: 1, id: 'x', name: 5 })
    expect(app.state().broken).toHaveLength(1)
  })

  it('says when the storage cannot be read', async () => {
    services.storage.keys = () => Promise.reject(new Error('forbidden'))
    expect((await visit()).state().load).toEqual({ failed: 'storageFailed' })
  })

  it('gives each new profile an id and a client ID of its own', async () => {
    const { newProfile } = await visit()
    const [a, b] = [newProfile('ws://x'), newProfile('ws://x')]
    expect(a.id).not.toBe(b.id)
    expect(a.clientId).not.toBe(b.clientId)
    expect(a.clientId.length).toBeLessThanOrEqual(23)
  })
})

describe('a change', () => {
  it('that cannot be stored leaves everything as it was', async () => {
    const app = await withProfiles('a')
    const before = app.state().profiles
    services.storage.isFull = true
    const failure = { code: 'storageFull' }
    await expect(app.saveProfile({ ...app.newProfile('ws://x'), name: 'b' })).rejects.toMatchObject(failure)
    await expect(app.changeProfile(before[0]!.id, (p) => ({ ...p, name: 'c' }))).rejects.toMatchObject(failure)
    expect(app.state().profiles).toBe(before)
    services.storage.isFull = false
    expect((await visit()).names()).toEqual(['a'])
  })

  it('that cannot store the order adds no profile either', async () => {
    const app = await withProfiles('a')
    const { set } = services.storage
    services.storage.set = (key, value) =>
      key === 'profiles/order' ? Promise.reject(new Error('full')) : set(key, value)
    await expect(app.saveProfile({ ...app.newProfile('ws://x'), name: 'b' })).rejects.toThrow('full')
    expect(app.names()).toEqual(['a'])
    services.storage.set = set
    expect((await visit()).names()).toEqual(['a'])
  })

  it('takes nothing back that another changes at the same time', async () => {
    const app = await withProfiles('a')
    const { id } = find(app, 'a')
    await Promise.all([
      app.changeProfile(id, (p) => ({ ...p, name: 'renamed' })),
      app.changeProfile(id, (p) => ({ ...p, isPaused: true })),
      app.saveProfile({ ...app.newProfile('ws://x'), name: 'b' }),
      app.saveProfile({ ...app.newProfile('ws://x'), name: 'c' }),
    ])
    const again = await visit()
    expect(again.names()).toEqual(['renamed', 'b', 'c'])
    expect(find(again, 'renamed').isPaused).toBe(true)
  })

  it('after one that failed is made all the same', async () => {
    const app = await withProfiles('a')
    services.storage.isFull = true
    const failed = app.setPaused(find(app, 'a').id, true)
    await expect(failed).rejects.toBeDefined()
    services.storage.isFull = false
    await app.setPaused(find(app, 'a').id, true)
    expect(find(app, 'a').isPaused).toBe(true)
  })

  it('of a profile that is gone brings it not back', async () => {
    const app = await withProfiles('a')
    const { id } = find(app, 'a')
    await Promise.all([app.removeProfile(id), app.changeProfile(id, (p) => ({ ...p, name: 'ghost' }))])
    expect((await visit()).names()).toEqual([])
  })
})

describe('the offer of the page’s server', () => {
  it('is taken once, in the words of the language', async () => {
    offer = ready()
    expect((await visit()).state().profiles).toMatchObject([
      {
        ...{ id: 'demo', name: 'Greenhouse', url: 'ws://a:1/mqtt', protocolVersion: 4 },
        subscriptions: [{ filter: '#', qos: 1, alias: 'All', isEnabled: true }],
        draft: { topic: 'fan', payload: 'on', qos: 1, retain: false },
      },
    ])
    expect((await visit()).state().profiles).toHaveLength(1)
  })

  it('follows the page to another address, and keeps what the person changed', async () => {
    offer = ready()
    const first = await visit()
    await first.changeProfile('demo', (p) => ({ ...p, name: 'mine' }))
    offer = ready({ address: 'ws://b:2/mqtt' })
    expect((await visit()).state().profiles).toMatchObject([{ name: 'mine', url: 'ws://b:2/mqtt' }])
  })

  it('that is late changes the address alone: what was changed meanwhile stays', async () => {
    offer = ready()
    await visit()
    let answer: (offered: ReadyProfile) => void = () => undefined
    offer = new Promise((resolve) => (answer = resolve))
    services.clock = { ...services.clock, setTimer: (fire) => (fire(), () => undefined) }
    const app = await visit()
    offer = undefined
    const there = await visit()
    await there.changeProfile('demo', (p) => ({ ...p, name: 'mine' }))
    answer(ready({ address: 'ws://b:2/mqtt' }))
    await new Promise((resolve) => app.useConnections.subscribe(resolve))
    await app.changeKnown((p) => p)
    expect((await visit()).state().profiles).toMatchObject([{ name: 'mine', url: 'ws://b:2/mqtt' }])
  })

  it.each([[[]], [['other']]])('is not taken again once the person has deleted it, beside %j', async (others) => {
    offer = ready()
    const first = await visit()
    for (const name of others) await first.saveProfile({ ...first.newProfile('ws://x'), name })
    await first.removeProfile('demo')
    expect((await visit()).names()).toEqual(others)
  })

  it('that is late is not waited for, and taken up when it comes', async () => {
    let answer: (offered: ReadyProfile) => void = () => undefined
    offer = new Promise((resolve) => (answer = resolve))
    services.clock = { ...services.clock, setTimer: (fire) => (fire(), () => undefined) }
    const app = await visit()
    expect(app.state()).toMatchObject({ load: 'ready', profiles: [] })
    const changed = new Promise((resolve) => app.useConnections.subscribe(resolve))
    answer(ready())
    await changed
    expect(app.names()).toEqual(['Greenhouse'])
  })

  it('that cannot be stored hides no profile', async () => {
    await withProfiles('a')
    offer = ready()
    services.storage.isFull = true
    const app = await visit()
    expect(app.state().load).toBe('ready')
    expect(app.names()).toEqual(['a'])
  })

  it('that cannot be stored is said where there is nothing else', async () => {
    offer = ready()
    services.storage.isFull = true
    expect((await visit()).state().load).toEqual({ failed: expect.stringMatching(/^storageF/) as string })
  })
})

it('makes client IDs of the form that is taken out of what is shared', async () => {
  const { newClientId } = await visit()
  for (let i = 0; i < 50; i += 1) {
    const clientId = newClientId()
    const message = { name: '', folder: '', topic: `cmd/${clientId}`, payload: '' }
    const owners = [{ clientId }]
    expect(withoutClientIds({ ...message, qos: 1, retain: false, mustConfirm: false }, owners).topic).toBe(
      'cmd/{{clientId}}',
    )
  }
})
