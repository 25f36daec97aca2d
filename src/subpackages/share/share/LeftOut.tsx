import { View } from '@tarojs/components'
import type { SharedProfile } from '@/core/profile/share'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { platform } from '@/ui/platform'

interface LeftOutProps {
  brief: SharedProfile | undefined
  whole: SharedProfile
  /** connections whose password could not be looked for */
  unknown: number
}

/** What is not in the code, not even in the link, or nowhere, and where all of it is. */
export function LeftOut({ brief, whole, unknown }: LeftOutProps) {
  const t = useT()
  const { dropped = 0, droppedMessages = 0 } = brief ?? {}
  const next = t(platform.isWeapp ? 'share.dropped.card' : 'share.dropped.text')
  const notices: [title: string, text: string][] = []
  if (dropped > 0) notices.push([t('share.dropped', { n: dropped }), next])
  if (whole.droppedMessages > 0) {
    const title = t('share.messages.longLink', { n: whole.droppedMessages })
    notices.push([title, t('share.messages.longLink.text')])
  } else if (droppedMessages > 0) notices.push([t('share.messages.dropped', { n: droppedMessages }), next])
  if (whole.withheld > 0) {
    notices.push([t('share.messages.withheld', { n: whole.withheld }), t('share.messages.withheld.text')])
  }
  if (whole.foreign > 0) {
    notices.push([t('share.messages.foreign', { n: whole.foreign }), t('share.messages.foreign.text')])
  }
  if (whole.isWillWithheld) notices.push([t('share.will.withheld', { n: 1 }), t('share.will.withheld.text')])
  if (unknown > 0) notices.push([t('share.unknown', { n: unknown }), t('share.unknown.text')])
  return (
    <>
      {notices.map(([title, text]) => (
        <View key={title} className="share-notice">
          <Notice tone="wait" title={title} isLive>
            {text}
          </Notice>
        </View>
      ))}
    </>
  )
}
