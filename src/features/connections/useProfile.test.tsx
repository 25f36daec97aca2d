import TestUtils from '@tarojs/test-utils-react'
import { newProfile, useConnections, type ConnectionsState } from './connections'
import { useProfile } from './useProfile'

const utils = new TestUtils()
let found: ReturnType<typeof useProfile>

function Probe() {
  found = useProfile('p1')
  return null
}

test('a profile, or why there is none', async () => {
  await utils.mount(Probe, { props: {} })
  const set = async (state: Partial<ConnectionsState>) => {
    await utils.act(() => useConnections.setState(state))
    return found
  }
  const profile = { ...newProfile('ws://127.0.0.1:1'), id: 'p1' }
  expect(await set({ load: 'loading', profiles: [], broken: [] })).toBe('loading')
  expect(await set({ load: { failed: 'storageFailed' } })).toBe('failed')
  expect(await set({ load: 'ready', broken: [{ key: 'profile/p2', issue: '' }] })).toBe('missing')
  expect(await set({ broken: [{ key: 'profile/p1', issue: '' }] })).toBe('broken')
  expect(await set({ profiles: [profile], broken: [] })).toBe(profile)
  utils.unmout()
})
