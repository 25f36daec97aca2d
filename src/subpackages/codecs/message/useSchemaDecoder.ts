import { useEffect, useMemo } from 'react'
import type { PayloadFormat } from '@/core/payload/formats'
import type { Decode } from '@/core/payload/tree'
import { choiceFor, decoderFor, loadSchemas, useSchemas } from '@/features/schemas/schemas'

/** How protobuf of a topic is decoded, when the person has said which message it is. */
export function useSchemaDecoder(
  profileId: string,
  topic: string,
  format: PayloadFormat,
): { decode: Decode; typeName: string } | undefined {
  const isNeeded = format === 'protobuf'
  const { load, schemas, choices } = useSchemas()
  useEffect(() => {
    if (isNeeded) void loadSchemas()
  }, [isNeeded])
  return useMemo(() => {
    const choice = isNeeded && load === 'ready' ? choiceFor(choices, profileId, topic) : undefined
    const decode = choice && decoderFor(profileId, topic)
    return decode && choice ? { decode, typeName: choice.typeName } : undefined
    // what decoderFor reads beside its arguments
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isNeeded, load, schemas, choices, profileId, topic])
}
