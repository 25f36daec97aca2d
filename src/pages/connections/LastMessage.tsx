import { Text, View } from '@tarojs/components'
import { useMemo } from 'react'
import type { ReceivedMessage } from '@/core/message/message'
import { previewOf, type Preview } from '@/core/payload/preview'
import type { WantedSubscription } from '@/core/profile/profile'
import { matches } from '@/core/topic/match'
import { shortTopic } from '@/core/topic/short'
import { byteSize } from '@/i18n/format'
import { useT } from '@/ui/language'
import { useThrottled } from './useThrottled'

/** Twice a second is as fast as a preview can be read. */
const previewEveryMs = 500
const topicCharacters = 18

interface LastMessageProps {
  message: ReceivedMessage | undefined
  subscriptions: readonly WantedSubscription[]
}

/** The newest message in one line: whose, and what. */
export function LastMessage({ message, subscriptions }: LastMessageProps) {
  const t = useT()
  const shown = useThrottled(message, previewEveryMs)
  const subscription = shown && subscriptions.find(({ filter }) => matches(filter, shown.topic))
  const format = subscription?.format
  const preview = useMemo(() => shown && previewOf(shown.payload, format), [shown, format])
  if (!shown || !preview) return <View className="conn-last">{t('connections.noMessages')}</View>
  return (
    <View className="conn-last">
      {subscription && <View className="conn-dot" style={{ backgroundColor: `var(--s${subscription.color + 1})` }} />}
      <View className="grow ellipsis mono-s">
        <Text className="conn-alias">{subscription?.alias || shortTopic(shown.topic, topicCharacters)}</Text>
        {shown.omittedBytes === undefined ? (
          <PreviewWords preview={preview} />
        ) : (
          <Text>{`\u2002${t('messages.omittedPayload', { size: byteSize(shown.omittedBytes) })}`}</Text>
        )}
      </View>
    </View>
  )
}

function PreviewWords({ preview }: { preview: Preview }) {
  const t = useT()
  switch (preview.kind) {
    case 'empty':
      return <Text>{`\u2002${t('messages.emptyPayload')}`}</Text>
    case 'text':
      return <Text>{`\u2002${preview.text}`}</Text>
    case 'long':
      return <Text>{`\u2002${preview.type} ${byteSize(preview.size)} ${preview.head}`}</Text>
    case 'binary':
      return <Text>{`\u2002${preview.type} ${byteSize(preview.size)}`}</Text>
    case 'json':
      return (
        <>
          {preview.pairs.map(([key, value], index) => (
            <Text key={index}>
              {`\u2002${key} `}
              <Text className="tone-2">{value}</Text>
            </Text>
          ))}
        </>
      )
  }
}
