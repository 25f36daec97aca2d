import { parseAddress } from './address'
import { profileDefaults } from './defaults'
import { isExport, readExportFile } from './exportFile'
import { mqttxConnection } from './mqttx'
import { offeredBounds, type OfferedProfile } from './offered'
import type { OfferedMessage } from './sharedMessages'
import { readDataParameter, readSharedText, type SharedReading } from './share'

/** Why there is nothing to import; the words are the i18n key `profileImport.problem.<problem>`. */
export type ImportProblem =
  | 'empty'
  | 'nothing'
  | 'broken'
  | 'newer'
  | 'tooLarge'
  /** an export of ours */
  | 'tooLargeFile'
  | 'noConnections'
  | 'brokenFile'

export type ImportReading =
  | {
      source: 'link' | 'file' | 'mqttx' | 'address'
      /** none in a file that has saved messages alone */
      offers: readonly OfferedProfile[]
      /** saved messages that came with them */
      messages: readonly OfferedMessage[]
      /** of a file: what was there beside the connections and is of no use */
      ignored?: readonly string[]
    }
  | { problem: ImportProblem }

/** Whether a text is one for the import page: a shared profile, or JSON. A bare address is for the editor. */
export function isOffer(text: string): boolean {
  return readSharedText(text) !== undefined || /^\s*[[{]/.test(text)
}

/** Reads what was pasted, scanned or chosen: a shared profile, an export of ours or of MQTTX, an address. Never throws. */
export function readImport(text: string): ImportReading {
  if (text.length > offeredBounds.maxTextLength) return { problem: isExport(text) ? 'tooLargeFile' : 'tooLarge' }
  const trimmed = text.trim()
  if (trimmed === '') return { problem: 'empty' }
  if (/^[[{]/.test(trimmed.replace(/^\ufeff/, ''))) return readExport(trimmed.replace(/^\ufeff/, ''))
  const shared = readSharedText(trimmed)
  if (shared !== undefined) return readingOf(shared)
  const { url, fixes } = parseAddress(trimmed)
  const isAddress = !/\s/.test(trimmed) && (url !== undefined || (fixes.length > 0 && /:\/\/|:\d/.test(trimmed)))
  return isAddress ? { source: 'address', offers: [plainOffer(trimmed)], messages: [] } : { problem: 'nothing' }
}

/** Reads the import page's parameter. Never throws. */
export const readImportParameter = (parameter: string): ImportReading => readingOf(readDataParameter(parameter))

const readingOf = (shared: SharedReading): ImportReading =>
  typeof shared === 'string'
    ? { problem: shared }
    : { source: 'link', offers: [shared], messages: shared.messages ?? [] }

function readExport(text: string): ImportReading {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: isExport(text) ? 'brokenFile' : 'nothing' }
  }
  if (isExport(text)) return readOurs(value)
  const list: unknown[] = Array.isArray(value) ? value : [value]
  const offers: OfferedProfile[] = []
  for (const item of list) {
    const offer = mqttxConnection(item)
    if (offer) offers.push(offer)
  }
  return offers.length > 0 ? { source: 'mqttx', offers, messages: [] } : { problem: 'noConnections' }
}

function readOurs(value: unknown): ImportReading {
  const read = readExportFile(value)
  if (typeof read === 'string') return { problem: read === 'newer' ? 'newer' : 'brokenFile' }
  const { offers, messages, ignored } = read
  if (offers.length + messages.length === 0) return { problem: 'noConnections' }
  return { source: 'file', offers, messages, ...(ignored.length > 0 && { ignored }) }
}

function plainOffer(address: string): OfferedProfile {
  const { protocolVersion, keepSession, sessionExpirySeconds, unknownRule } = profileDefaults
  return {
    ...{ address, name: '', protocolVersion, keepSession, sessionExpirySeconds, unknownRule },
    ...{ will: undefined, username: '', password: '', needsLogin: false, subscriptions: [], ignored: [] },
  }
}
