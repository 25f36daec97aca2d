import { Utf8Decoder } from '@/core/payload/utf8Stream'
import { readImport, type ImportReading } from '@/core/profile/importText'
import { offeredBounds } from '@/core/profile/offered'
import { services } from '@/features/services'

/** Read at once, bytes */
const pieceBytes = 262_144

/**
 * Lets the person choose a file, and reads it.
 * @returns undefined when none was chosen
 * @throws AppError `fileFailed`
 */
export async function pickJsonText(): Promise<ImportReading | undefined> {
  const file = await services.documents.pick(['json'])
  if (!file) return undefined
  const decoder = new Utf8Decoder('lossy')
  let text = ''
  // a character is up to three bytes: only what is read tells whether it is too many
  for (let offset = 0; offset < file.bytes && text.length <= offeredBounds.maxTextLength; offset += pieceBytes) {
    text += decoder.push(await file.read(offset, pieceBytes)) ?? ''
  }
  return readImport(text + (decoder.end() ?? ''))
}
