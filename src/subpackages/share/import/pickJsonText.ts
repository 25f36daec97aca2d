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
  if (file.bytes > offeredBounds.maxTextLength) return { problem: 'tooLarge' }
  const decoder = new Utf8Decoder('lossy')
  let text = ''
  for (let offset = 0; offset < file.bytes; offset += pieceBytes) {
    text += decoder.push(await file.read(offset, pieceBytes)) ?? ''
  }
  return readImport(text + (decoder.end() ?? ''))
}
