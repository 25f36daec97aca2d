import { readProfileRecord, profileRecord } from './share'
import { offeredBounds, type OfferedProfile } from './offered'
import type { Profile } from './profile'
import { holdsPassword, messageRow, readMessages, type OfferedMessage } from './sharedMessages'

/** Of the form written here. A later one is not guessed at. */
const version = 1
const { maxConnections, maxIgnored } = offeredBounds

/** Everything a person has set up, as a file: what a shared connection leaves out is left out here, too. */
export function exportText(profiles: readonly Profile[], messages: readonly OfferedMessage[]): string {
  const shared = messages.filter((message) => !holdsPassword(message, profiles))
  return JSON.stringify(
    {
      homing: version,
      connections: profiles.map((profile) => profileRecord(profile, profile.subscriptions, profiles)),
      ...(shared.length > 0 && { messages: shared.map((message) => messageRow(message, profiles)) }),
    },
    undefined,
    1,
  )
}

/** Whether a text means to be such a file, also when it is cut. */
export const isExport = (text: string): boolean => /^\s*\{\s*"homing"/.test(text)

export interface ReadExport {
  offers: OfferedProfile[]
  messages: OfferedMessage[]
  /** what was there and is of no use */
  ignored: string[]
}

/** @param value what JSON has made of the file */
export function readExportFile(value: unknown): ReadExport | 'broken' | 'newer' {
  const fields = value as { homing?: unknown; connections?: unknown; messages?: unknown }
  if (fields.homing !== version)
    return typeof fields.homing === 'number' && fields.homing > version ? 'newer' : 'broken'
  const ignored: string[] = []
  const ignore = (what: string) => void (ignored.length < maxIgnored && ignored.push(what.slice(0, 60)))
  const offers: OfferedProfile[] = []
  const records: unknown[] = Array.isArray(fields.connections) ? fields.connections : []
  records.forEach((record, index) => {
    const offer = offers.length < maxConnections ? readProfileRecord(record) : undefined
    if (offer) offers.push(offer)
    else ignore(`connections[${index}]`)
  })
  return { offers, messages: readMessages(Array.isArray(fields.messages) ? fields.messages : [], ignore), ignored }
}
