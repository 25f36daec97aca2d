import { customAlphabet } from 'nanoid/non-secure'
import * as v from 'valibot'
import { create } from 'zustand'
import { AppError } from '@/core/errors'
import { decodeBase64, encodeBase64 } from '@/core/payload/base64'
import { parseDescriptorSet } from '@/core/payload/protobuf/descriptorSet'
import { protobufDecoder } from '@/core/payload/protobuf/messageTree'
import { parseProto } from '@/core/payload/protobuf/protoParser'
import type { ProtoSchema, SchemaFailure, SchemaResult } from '@/core/payload/protobuf/schema'
import type { Decode } from '@/core/payload/tree'
import { matches } from '@/core/topic/match'
import { services } from '../services'
import { readChoices, writeChoices, type SchemaChoice } from './choices'

const schemaRecord = v.object({
  /** format of this record, for migration */
  version: v.literal(1),
  id: v.pipe(v.string(), v.nonEmpty()),
  name: v.string(),
  /** `proto`: as it was pasted; `descriptorSet`: base64 */
  kind: v.picklist(['proto', 'descriptorSet']),
  source: v.string(),
})

/** A schema as the person gave it; at most 64 KB of source (`schemaLimits`). */
export type StoredSchema = v.InferOutput<typeof schemaRecord>

export interface SchemasState {
  load: 'loading' | 'ready' | { failed: string }
  /** by name */
  schemas: StoredSchema[]
  /** the newest first */
  choices: SchemaChoice[]
}

/** Bounds of what is kept; the least recent choice gives way. */
export const schemaStoreLimits = { schemas: 20, choices: 200 }

const SCHEMA = 'schema/'

const shortId = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz', 6)
const initial: SchemasState = { load: 'loading', schemas: [], choices: [] }

export const useSchemas = create<SchemasState>(() => initial)

/** Reads what is stored; records that cannot be read stay where they are. Never rejects; a second call reads nothing. */
export async function loadSchemas(): Promise<void> {
  if (useSchemas.getState().load === 'ready') return
  try {
    const keys = await services.storage.keys(SCHEMA)
    const records = await Promise.all(keys.map((key) => services.storage.get(key)))
    const schemas: StoredSchema[] = []
    for (const record of records) {
      const parsed = v.safeParse(schemaRecord, record)
      if (parsed.success) schemas.push(parsed.output)
    }
    useSchemas.setState({ load: 'ready', schemas: sorted(schemas), choices: await readChoices() })
  } catch (cause) {
    useSchemas.setState({ load: { failed: cause instanceof AppError ? cause.code : 'storageFailed' } })
  }
}

/** What keeps a schema from being added; `tooMany`: one has to go first. */
export type AddFailure = SchemaFailure | { code: 'tooMany'; detail: string }

export type Added = { ok: true; stored: StoredSchema; schema: ProtoSchema } | { ok: false; failure: AddFailure }

/**
 * Keeps a schema: text of a `.proto`, or the bytes of a FileDescriptorSet.
 * @param id of the one that it replaces
 * @throws AppError `storageFull`, `storageFailed`; nothing has changed then
 */
export async function addSchema(name: string, source: string | Uint8Array, id = shortId()): Promise<Added> {
  const result = typeof source === 'string' ? parseProto(source) : parseDescriptorSet(source)
  if (!result.ok) return result
  const isNew = schemasNow().every((schema) => schema.id !== id)
  if (isNew && schemasNow().length >= schemaStoreLimits.schemas) {
    return { ok: false, failure: { code: 'tooMany', detail: String(schemaStoreLimits.schemas) } }
  }
  const stored: StoredSchema =
    typeof source === 'string'
      ? { version: 1, id, name, kind: 'proto', source }
      : { version: 1, id, name, kind: 'descriptorSet', source: encodeBase64(source) }
  await services.storage.set(SCHEMA + id, stored)
  setSchemas([...schemasNow().filter((schema) => schema.id !== id), stored])
  return { ok: true, stored, schema: result.schema }
}

/** Forgets a schema and the choices of it. @returns puts both back. @throws AppError `storageFull`, `storageFailed` */
export async function removeSchema(id: string): Promise<() => Promise<void>> {
  const removed = schemasNow().find((schema) => schema.id === id)
  const choices = choicesNow().filter((choice) => choice.schemaId === id)
  await services.storage.remove(SCHEMA + id)
  setSchemas(schemasNow().filter((schema) => schema.id !== id))
  // a choice without its schema is harmless
  await setChoices(choicesNow().filter((choice) => choice.schemaId !== id)).catch(() => undefined)
  return async () => {
    if (!removed) return
    await services.storage.set(SCHEMA + id, removed)
    setSchemas([...schemasNow().filter((schema) => schema.id !== id), removed])
    await setChoices([...choices, ...choicesNow()])
  }
}

/**
 * Says which message the payloads of a filter or topic are; without `type` it is no longer said.
 * @throws AppError `storageFull`, `storageFailed`; the choice holds for this run only
 */
export function chooseType(
  profileId: string,
  filter: string,
  type?: Pick<SchemaChoice, 'schemaId' | 'typeName'>,
): Promise<void> {
  const others = choicesNow().filter((choice) => choice.profileId !== profileId || choice.filter !== filter)
  return setChoices(type ? [{ profileId, filter, ...type }, ...others] : others)
}

/** The choice that holds for a topic: one for the topic itself, else the newest whose filter matches. */
export function choiceFor(choices: SchemaChoice[], profileId: string, topic: string): SchemaChoice | undefined {
  const ours = choices.filter((choice) => choice.profileId === profileId)
  return ours.find(({ filter }) => filter === topic) ?? ours.find(({ filter }) => matches(filter, topic))
}

/** How the payloads of a topic are decoded, when a schema was chosen for it and is still there. */
export function decoderFor(profileId: string, topic: string): Decode | undefined {
  const choice = choiceFor(choicesNow(), profileId, topic)
  const stored = choice && schemasNow().find(({ id }) => id === choice.schemaId)
  const result = stored && readSchema(stored)
  return choice && result?.ok ? protobufDecoder(result.schema, choice.typeName) : undefined
}

const read = new WeakMap<StoredSchema, SchemaResult>()

/** The schema that a stored source says; read once. */
export function readSchema(stored: StoredSchema): SchemaResult {
  const known = read.get(stored)
  if (known) return known
  const result =
    stored.kind === 'proto'
      ? parseProto(stored.source)
      : parseDescriptorSet(decodeBase64(stored.source) ?? new Uint8Array(0))
  read.set(stored, result)
  return result
}

const schemasNow = () => useSchemas.getState().schemas
const choicesNow = () => useSchemas.getState().choices
const sorted = (schemas: StoredSchema[]) =>
  [...schemas].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
const setSchemas = (schemas: StoredSchema[]) => useSchemas.setState({ schemas: sorted(schemas) })

async function setChoices(choices: SchemaChoice[]): Promise<void> {
  const kept = choices.slice(0, schemaStoreLimits.choices)
  useSchemas.setState({ choices: kept })
  await writeChoices(kept)
}
