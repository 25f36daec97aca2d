import { savedLimits } from '@/core/collections/savedMessage'
import type { Message } from '@/core/message/message'
import { decodeUtf8Strict } from '@/core/payload/utf8'
import { canSave, saveAsNew } from '@/features/collections/handover'
import { useT } from '@/ui/language'
import { Tool } from '@/ui/Tool'

/** Keeps the message to be sent again; bytes that are no text, or too many, cannot be. */
export function SaveTool({ message }: { message: Message }) {
  const t = useT()
  const { topic, qos, retain } = message
  // a character has at most three bytes for each unit
  const isLong = message.payload.length > savedLimits.payload * 3
  const payload = isLong ? undefined : decodeUtf8Strict(message.payload)
  if (payload === undefined || !canSave({ topic, payload })) return null
  const save = () => saveAsNew({ topic, payload, qos, retain }, false)
  return <Tool icon="bookmark" label={t('saved.save')} onClick={save} />
}
