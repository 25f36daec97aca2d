import * as v from 'valibot'
import type { Subscriptions } from '@/core/session/subscriptions'
import type { StoragePort } from '../storage/types'
import type { SessionConfig } from './config'

const qos = v.picklist([0, 1, 2])

/** What has to be known to resume the broker's session after the app was ended [MQTT-3.2.2-4]. */
const sessionRecordSchema = v.object({
  version: v.literal(1),
  url: v.string(),
  clientId: v.string(),
  granted: v.array(v.object({ filter: v.string(), asked: qos, granted: qos })),
})

const keyOf = (profileId: string) => `session/${profileId}`

/** @returns what was granted, or undefined where nothing is known: then the session has to begin anew */
export async function loadSession(
  storage: StoragePort,
  { profileId, url, clientId, keepSession }: SessionConfig,
): Promise<Subscriptions['granted'] | undefined> {
  if (!keepSession) return undefined
  const record = v.safeParse(sessionRecordSchema, await storage.get(keyOf(profileId)).catch(() => undefined))
  // another broker's or another client's session is not this one
  if (!record.success || record.output.url !== url || record.output.clientId !== clientId) return undefined
  return new Map(record.output.granted.map(({ filter, ...qoss }) => [filter, qoss]))
}

/** A failure costs no message: the next start finds nothing and begins a new session. */
export async function saveSession(
  storage: StoragePort,
  { profileId, url, clientId }: SessionConfig,
  granted: Subscriptions['granted'],
): Promise<void> {
  // what may be granted or not is asked for again
  const sure = [...granted].filter(([, grant]) => !grant.isUnsure)
  const record = { version: 1, url, clientId, granted: sure.map(([filter, grant]) => ({ filter, ...grant })) }
  await storage.set(keyOf(profileId), record).catch(() => undefined)
}

export async function removeSession(storage: StoragePort, profileId: string): Promise<void> {
  await storage.remove(keyOf(profileId)).catch(() => undefined)
}
