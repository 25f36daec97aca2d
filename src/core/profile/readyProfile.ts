import * as v from 'valibot'
import { sessionDefaults } from './defaults'

const words = v.object({ 'zh-CN': v.string(), en: v.string() })
const qos = v.picklist([0, 1, 2])

const readyProfileSchema = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.nonEmpty()),
  name: words,
  /** `ws(s)://…`, or a path on the host that served the page */
  address: v.string(),
  protocolVersion: v.picklist([4, 5]),
  subscriptions: v.array(v.object({ filter: v.string(), qos, alias: words })),
  publish: v.object({ topic: v.string(), payload: v.string(), qos }),
})

/** A profile that the server of the page offers (`homing.json`), so that a first visit is connected at once. */
export type ReadyProfile = v.InferOutput<typeof readyProfileSchema>

/** @returns undefined for anything that is no ready profile */
export function parseReadyProfile(record: unknown): ReadyProfile | undefined {
  const result = v.safeParse(readyProfileSchema, record)
  return result.success ? result.output : undefined
}

/**
 * The broker's address as the page has to call it.
 * @param location where the page came from: a phone sees the LAN address, a laptop localhost
 */
export function readyAddress(address: string, location: { protocol: string; host: string }): string {
  if (!address.startsWith('/')) return address
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${address}`
}

/** How long the page waits for the offer before it shows what there is without it, ms. */
export const readyProfileTimeoutMs = sessionDefaults.probeTimeoutMs
