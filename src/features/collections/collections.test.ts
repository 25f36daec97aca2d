import type { SavedMessage } from '@/core/collections/savedMessage'
import { savedLimits } from '@/core/collections/savedMessage'
import { AppError } from '@/core/errors'
import { fakeServices, type FakeServices } from '../services.fake'

let services: FakeServices

async function load(records: Record<string, unknown> = {}) {
  jest.resetModules()
  services = fakeServices(records)
  jest.doMock('../services', () => ({ services }))
  const collections = await import('./collections')
  await collections.loadCollections()
  return collections
}

async function stored(): Promise<Record<string, unknown>> {
  const records: Record<string, unknown> = {}
  for (const key of await services.storage.keys('')) records[key] = await services.storage.get(key)
  return records
}

const names = (messages: readonly SavedMessage[]) => messages.map(({ name }) => name).join(' ')

it('keeps messages in the order of the person over a restart', async () => {
  const first = await load()
  for (const name of ['a', 'b', 'c']) await first.saveMessage(first.newSavedMessage({ name, topic: 't' }))
  const { messages } = first.useCollections.getState()
  expect(names(messages)).toBe('c b a')
  await first.moveMessage(messages[2]?.id ?? '', messages, -1)
  await first.saveMessage({ ...(messages[0] as SavedMessage), name: 'C', folder: 'f', expirySeconds: 60 })

  const second = await load(await stored())
  expect(second.useCollections.getState()).toMatchObject({ load: 'ready', broken: [] })
  expect(names(second.useCollections.getState().messages)).toBe('C a b')
  expect(second.useCollections.getState().messages[0]).toMatchObject({ folder: 'f', expirySeconds: 60, qos: 1 })
})

it('moves among those that are shown, past those that are not', async () => {
  const { saveMessage, newSavedMessage, moveMessage, useCollections } = await load()
  for (const name of ['d', 'x', 'b', 'a']) await saveMessage(newSavedMessage({ name }))
  const shown = useCollections.getState().messages.filter(({ name }) => name !== 'x')
  const place = (name: string) => shown.find((message) => message.name === name)?.id ?? ''
  await moveMessage(place('b'), shown, 1)
  expect(names(useCollections.getState().messages)).toBe('a x d b')
  await moveMessage(place('a'), shown, -1)
  expect(names(useCollections.getState().messages)).toBe('a x d b')
})

it('puts a deleted message back where it was', async () => {
  const { saveMessage, newSavedMessage, removeMessage, useCollections } = await load()
  for (const name of ['c', 'b', 'a']) await saveMessage(newSavedMessage({ name }))
  const undo = await removeMessage(useCollections.getState().messages[1]?.id ?? '')
  expect(names(useCollections.getState().messages)).toBe('a c')
  await undo()
  expect(names(useCollections.getState().messages)).toBe('a b c')
})

const foreign = {
  ...{ name: 'a', folder: '', topic: 't', payload: 'p', qos: 1 as const, retain: false, mustConfirm: false },
}

it('keeps messages from elsewhere behind its own: of the same name both, of the same words one', async () => {
  const { saveMessage, newSavedMessage, addMessages, useCollections } = await load()
  await saveMessage(newSavedMessage({ name: 'b', topic: 't' }))
  await saveMessage(newSavedMessage(foreign))
  const offered = [foreign, { ...foreign, payload: 'q' }, { ...foreign, name: 'c' }, { ...foreign, name: 'c' }]
  expect(await addMessages(offered)).toBe(2)
  expect(names(useCollections.getState().messages)).toBe('a b a c')
  // a second press, after something else has failed
  expect(await addMessages(offered)).toBe(0)
  const again = await load(await stored())
  expect(names(again.useCollections.getState().messages)).toBe('a b a c')
})

it('takes all that is offered, or says that there is no room', async () => {
  const { addMessages, useCollections } = await load()
  const many = Array.from({ length: savedLimits.messages }, (_, i) => ({ ...foreign, name: `m${i}` }))
  await addMessages(many)
  await expect(addMessages([foreign])).rejects.toThrow(new AppError('savedFull').message)
  expect(useCollections.getState().messages).toHaveLength(savedLimits.messages)
})

it('keeps what it cannot read where it is, and says so', async () => {
  const good = { version: 1, id: 'g', name: 'g', topic: 't', payload: '', qos: 0 }
  const records = {
    'saved/g': good,
    'saved/n': { ...good, version: 2 },
    'saved/q': { ...good, qos: 3 },
    'saved/t': 'x',
  }
  const { useCollections } = await load(records)
  const { messages, broken } = useCollections.getState()
  expect(messages).toMatchObject([{ id: 'g', retain: false, folder: '', mustConfirm: false }])
  expect(broken.map(({ key, issue }) => `${key} ${issue.split(':')[0] ?? ''}`)).toEqual([
    ...['saved/n version', 'saved/q qos', 'saved/t savedMessage'],
  ])
  expect(await stored()).toMatchObject(records)
})

it('is bounded, and changes nothing when the storage is full', async () => {
  const { saveMessage, newSavedMessage, useCollections } = await load()
  useCollections.setState({
    messages: Array.from({ length: savedLimits.messages }, () => newSavedMessage({ name: 'x' })),
  })
  await expect(saveMessage(newSavedMessage())).rejects.toEqual(new AppError('savedFull'))
  useCollections.setState({ messages: [] })
  services.storage.isFull = true
  await expect(saveMessage(newSavedMessage())).rejects.toEqual(new AppError('storageFull'))
  expect(useCollections.getState().messages).toEqual([])
})

it('says when the storage does not answer, and reads it when asked again', async () => {
  const { loadCollections, useCollections } = await load()
  useCollections.setState({ load: 'loading' })
  const keys = jest.spyOn(services.storage, 'keys').mockRejectedValueOnce(new AppError('storageFailed'))
  await loadCollections()
  expect(useCollections.getState().load).toEqual({ failed: 'storageFailed' })
  keys.mockRestore()
  await loadCollections()
  expect(useCollections.getState().load).toBe('ready')
})
