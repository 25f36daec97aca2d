import * as v from 'valibot'
import { savedLimits, savedMessageSchema, type SavedMessage } from '../collections/savedMessage'

/** A saved message from elsewhere, checked and not kept: without an ID of this phone. */
export type OfferedMessage = Omit<SavedMessage, 'id' | 'version'>

/** A connection of whoever shares: what of it must not be in what they share. */
export interface Owner {
  clientId: string
  password: string
}

/** A shorter one may stand in a text by chance */
const leastPassword = 4
/** As `newClientId` makes them. One that a person typed may stand in a text by chance, too: `kitchen` is also a level of topics */
const generatedClientId = /^homing-[0-9a-z]{12}$/

/** Whether a password of theirs is written into a text, as it is or as JSON has it. */
export function isPasswordIn(text: string, owners: readonly Owner[]): boolean {
  return owners.some(
    ({ password }) =>
      password.length >= leastPassword &&
      [password, JSON.stringify(password).slice(1, -1)].some((written) => text.indexOf(written) >= 0),
  )
}

const textOf = ({ name, folder, topic, payload }: OfferedMessage) => [name, folder, topic, payload].join('\n')

/** @param owners every connection of the phone: a saved message belongs to none */
export const holdsPassword = (message: OfferedMessage, owners: readonly Owner[]): boolean =>
  isPasswordIn(textOf(message), owners)

/** Whether a message names a client of theirs by the ID that the app made for it. */
export const namesClient = (message: OfferedMessage, owners: readonly Owner[]): boolean =>
  owners.some(({ clientId }) => generatedClientId.test(clientId) && textOf(message).indexOf(clientId) >= 0)

/** What a message is on another phone: the ID made for a connection that goes with it is that of the one there. */
export function withoutClientIds<T extends OfferedMessage>(message: T, owners: readonly Pick<Owner, 'clientId'>[]): T {
  const ids = owners.map(({ clientId }) => clientId).filter((clientId) => generatedClientId.test(clientId))
  const generic = (text: string) => ids.reduce((left, id) => left.split(id).join('{{clientId}}'), text)
  const { name, folder, topic, payload } = message
  return {
    ...message,
    ...{ name: generic(name), folder: generic(folder), topic: generic(topic), payload: generic(payload) },
  }
}

/**
 * Name, folder, topic, payload, QoS, retained, expiry in seconds, to be confirmed; what is as usual at the end is left out.
 * @param owners the connections that go with it
 */
export function messageRow(message: OfferedMessage, owners: readonly Owner[]): unknown[] {
  const {
    name,
    folder,
    topic,
    payload,
    qos,
    retain,
    expirySeconds = 0,
    mustConfirm,
  } = withoutClientIds(message, owners)
  const row = [name, folder, topic, payload, qos, retain ? 1 : 0, expirySeconds, mustConfirm ? 1 : 0]
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
