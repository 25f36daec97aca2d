import { decodeUtf8Strict } from '@/core/payload/utf8'
import { schemaLimits } from '@/core/payload/protobuf/schema'
import { services } from '../services'
import { addSchema, type Added } from './schemas'

/** Names of files that hold a `.proto` text; all others are taken for a FileDescriptorSet. */
const isProtoName = (name: string) => /\.(proto|txt)$/i.test(name)

/**
 * Lets the person choose a `.proto` or a FileDescriptorSet (`protoc --descriptor_set_out`), and keeps it. To be called in a tap.
 * @returns undefined when nothing was chosen
 * @throws AppError `fileFailed`, `storageFull`, `storageFailed`
 */
export async function pickSchema(): Promise<Added | undefined> {
  const file = await services.documents.pick(['proto', 'pb', 'desc', 'bin', 'protoset', 'txt'])
  if (!file) return undefined
  // one byte more than is taken, so that what is too large is refused as such
  const bytes = await file.read(0, Math.min(file.bytes, schemaLimits.maxBytes + 1))
  const text = isProtoName(file.name) ? decodeUtf8Strict(bytes) : undefined
  return addSchema(file.name, text ?? bytes)
}
