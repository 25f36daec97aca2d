import { schemaLimits } from '@/core/payload/protobuf/schema'
import { fakeServices, type FakeServices } from '../services.fake'

let services: FakeServices

async function load(records: Record<string, unknown> = {}) {
  jest.resetModules()
  services = fakeServices(records)
  jest.doMock('../services', () => ({ services }))
  const schemas = await import('./schemas')
  await schemas.loadSchemas()
  return schemas
}

const temperature = 'syntax = "proto3"; package a; message T { sint32 celsius = 1; } message U { string s = 1; }'
const bytes = Uint8Array.from([8, 3])

it('keeps a pasted .proto and what was chosen of it over a restart', async () => {
  const first = await load()
  const added = await first.addSchema('temperature', temperature)
  if (!added.ok) throw new Error(added.failure.detail)
  await first.chooseType('p', 'site/+/t', { schemaId: added.stored.id, typeName: 'a.T' })

  const stored: Record<string, unknown> = {}
  for (const key of await services.storage.keys('')) stored[key] = await services.storage.get(key)
  const second = await load(stored)
  expect(second.useSchemas.getState()).toMatchObject({ load: 'ready', schemas: [added.stored] })
  const decode = second.decoderFor('p', 'site/1/t')
  expect(decode?.(bytes)).toMatchObject({ ok: true, tree: { children: [{ key: 'celsius', text: '-2' }] } })
  expect(second.decoderFor('p', 'site/1/u')).toBeUndefined()
  expect(second.decoderFor('q', 'site/1/t')).toBeUndefined()
})

it('keeps a descriptor set', async () => {
  const { addSchema, chooseType, decoderFor } = await load()
  // file { message_type { name "M" field { name "f" number 1 label 1 type 9 } } }
  const set = Buffer.from('0a10220e0a014d12090a0166180120012809', 'hex')
  const added = await addSchema('set', set)
  expect(added).toMatchObject({ ok: true, stored: { kind: 'descriptorSet', source: set.toString('base64') } })
  await chooseType('p', 't', { schemaId: added.ok ? added.stored.id : '', typeName: 'M' })
  expect(decoderFor('p', 't')?.(Uint8Array.from([10, 1, 97]))).toMatchObject({
    tree: { children: [{ key: 'f', text: 'a' }] },
  })
})

it('prefers a choice for the topic, then the newest', async () => {
  const { addSchema, chooseType, choiceFor, useSchemas } = await load()
  const added = await addSchema('temperature', temperature)
  const schemaId = added.ok ? added.stored.id : ''
  await chooseType('p', 'a/b', { schemaId, typeName: 'a.T' })
  await chooseType('p', '#', { schemaId, typeName: 'a.T' })
  await chooseType('p', 'a/#', { schemaId, typeName: 'a.U' })
  const chosen = (topic: string) => choiceFor(useSchemas.getState().choices, 'p', topic)?.filter
  expect(['a/b', 'a/c', 'b'].map(chosen)).toEqual(['a/b', 'a/#', '#'])
  await chooseType('p', 'a/#')
  expect(chosen('a/c')).toBe('#')
})

it('is bounded', async () => {
  const { addSchema, chooseType, schemaStoreLimits, useSchemas } = await load()
  for (let i = 0; i < schemaStoreLimits.schemas; i += 1) await addSchema(`s${i}`, temperature, `id${i}`)
  expect(await addSchema('more', temperature)).toMatchObject({ ok: false, failure: { code: 'tooMany' } })
  expect(await addSchema('again', temperature, 'id3')).toMatchObject({ ok: true })
  expect(useSchemas.getState().schemas).toHaveLength(schemaStoreLimits.schemas)
  expect(await addSchema('large', ' '.repeat(schemaLimits.maxBytes + 1), 'id3')).toMatchObject({
    ok: false,
    failure: { code: 'tooLarge' },
  })
  for (let i = 0; i < 205; i += 1) await chooseType('p', `t${i}`, { schemaId: 'id1', typeName: 'a.T' })
  expect(useSchemas.getState().choices).toHaveLength(schemaStoreLimits.choices)
  expect(useSchemas.getState().choices[0]).toMatchObject({ filter: 't204' })
})

it('says what is wrong with a schema, and keeps none', async () => {
  const { addSchema, useSchemas } = await load()
  expect(await addSchema('x', 'message A {\n int32 a\n}')).toMatchObject({ ok: false, failure: { line: 3, column: 1 } })
  expect(useSchemas.getState().schemas).toEqual([])
})

it('changes nothing when storage is full', async () => {
  const { addSchema, useSchemas } = await load()
  services.storage.isFull = true
  await expect(addSchema('x', temperature)).rejects.toMatchObject({ code: 'storageFull' })
  expect(useSchemas.getState().schemas).toEqual([])
})

it('forgets a schema with its choices, and an undo has both back', async () => {
  const { addSchema, chooseType, decoderFor, removeSchema, useSchemas } = await load()
  await addSchema('x', temperature, 'id')
  await chooseType('p', 't', { schemaId: 'id', typeName: 'a.T' })
  const undo = await removeSchema('id')
  expect(useSchemas.getState()).toMatchObject({ schemas: [], choices: [] })
  expect(decoderFor('p', 't')).toBeUndefined()
  await undo()
  expect(decoderFor('p', 't')).toBeDefined()
})

it('says so when storage cannot be read, and reads again when asked to', async () => {
  const { loadSchemas, useSchemas } = await load()
  useSchemas.setState({ load: 'loading' })
  const { keys } = services.storage
  services.storage.keys = () => Promise.reject(new Error('forbidden'))
  await loadSchemas()
  expect(useSchemas.getState().load).toEqual({ failed: 'storageFailed' })
  services.storage.keys = keys
  await loadSchemas()
  expect(useSchemas.getState().load).toBe('ready')
})

it('leaves records alone that it cannot read', async () => {
  const { useSchemas } = await load({ 'schema/x': { version: 2 }, 'schema/y': 'torn', 'schemas/choices': 5 })
  expect(useSchemas.getState()).toEqual({ load: 'ready', schemas: [], choices: [] })
  expect(await services.storage.get('schema/x')).toEqual({ version: 2 })
})
