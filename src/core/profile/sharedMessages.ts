import * as v from 'valibot'
import { savedLimits, savedMessageSchema, type SavedMessage } from '../collections/savedMessage'

/** A saved message from elsewhere, checked and not kept: without an ID of this phone. */
export type OfferedMessage = Omit<SavedMessage, 'id' | 'version'>

/** Whose connections they go with: what of those must not be in them. */
export interface Owner {
  clientId: string
  password: string
}

/** Shorter ones may stand in a text by chance */
const leastClientId = 6
const leastPassword = 4

/** Whether a password of theirs is written into a message, as it is or as JSON has it. */
export function holdsPassword({ topic, payload }: OfferedMessage, owners: readonly Owner[]): boolean {
  const text = `${topic}\n${payload}`
  return owners.some(
    ({ password }) =>
      password.length >= leastPassword &&
      [password, JSON.stringify(password).slice(1, -1)].some((written) => text.indexOf(written) >= 0),
  )
}

/** Name, folder, topic, payload, QoS, retained, expiry in seconds, to be confirmed; what is as usual at the end is left out. */
export function messageRow(message: OfferedMessage, owners: readonly Owner[]): unknown[] {
  const generic = (text: string) =>
    owners.reduce(
      (left, { clientId }) => (clientId.length < leastClientId ? left : left.split(clientId).join('{{clientId}}')),
      text,
    )
  const { name, folder, topic, payload, qos, retain, expirySeconds = 0, mustConfirm } = message
  const row = [name, folder, generic(topic), generic(payload), qos, retain ? 1 : 0, expirySeconds, mustConfirm ? 1 : 0]
  while (row.length > 5 && row[row.length - 1] === 0) row.pop()
  return row
}

const { entries } = savedMessageSchema
const bit = v.optional(v.picklist([0, 1]), 0)
const rowSchema = v.looseTuple([entries.name, v.string(), entries.topic, entries.payload, entries.qos])
const restSchema = v.object({
  retain: bit,
  expiry: v.optional(v.union([v.literal(0), v.nonOptional(entries.expirySeconds)]), 0),
  confirm: bit,
})

/** Reads rows of {@link messageRow}. @param ignore is told what is of no use */
export function readMessages(rows: readonly unknown[], ignore: (what: string) => void): OfferedMessage[] {
  const found: OfferedMessage[] = []
  rows.forEach((row, index) => {
    const parsed = v.safeParse(rowSchema, row)
    const [, , , , , retain, expiry, confirm] = parsed.success ? parsed.output : []
    const rest = v.safeParse(restSchema, { retain, expiry, confirm })
    if (!parsed.success || !rest.success || found.length >= savedLimits.messages) return ignore(`messages[${index}]`)
    const [name, folder, topic, payload, qos] = parsed.output
    found.push({
      ...{ name, folder: folder.slice(0, savedLimits.folder), topic, payload, qos },
      ...{ retain: rest.output.retain === 1, mustConfirm: rest.output.confirm === 1 },
      ...(rest.output.expiry > 0 && { expirySeconds: rest.output.expiry }),
    })
  })
  return found
}
