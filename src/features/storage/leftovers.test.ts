import { fakeServices } from '../services.fake'

it('of a profile that is gone nothing is left, and of the others everything', async () => {
  const choice = { filter: 't', schemaId: 's', typeName: 'T' }
  const choices = [
    { ...choice, profileId: 'here' },
    { ...choice, profileId: 'gone' },
  ]
  const services = fakeServices({ 'chart/here': 1, 'chart/gone': 1, 'schemas/choices': choices })
  const journals: (readonly string[])[] = []
  services.removeOrphanJournals = (ids: readonly string[] = []) => {
    journals.push(ids)
    return Promise.reject(new Error('locked'))
  }
  jest.doMock('../services', () => ({ services }))
  const { removeLeftovers } = await import('./leftovers')
  for (const id of ['here', 'gone', 'none']) await services.vault.set(id, 'secret', true)
  await removeLeftovers(() => [{ id: 'here', usesPassword: true }, { id: 'none' }])
  expect(journals).toEqual([['here', 'none']])
  expect(await services.vault.ids()).toEqual(['here'])
  expect((await services.storage.keys('')).sort()).toEqual(['chart/here', 'schemas/choices'])
  expect(await services.storage.get('schemas/choices')).toEqual([{ ...choice, profileId: 'here' }])
})
