import { View } from '@tarojs/components'
import { useEffect, type ReactNode } from 'react'
import { resumeDisplay, showAll, useFeed } from '@/features/messages/feed'
import { thousands } from '@/i18n/format'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import { useT } from '@/ui/language'
import { useWhileShown } from '@/ui/useWhileShown'

interface FlowBarProps {
  profileId: string
  /** It has come, gone, or changed its height */
  onLayout: () => void
}

/** That the list does not show all that comes, and why: paused by the person, or a sample of what pours in. */
export function FlowBar({ profileId, onLayout }: FlowBarProps) {
  const t = useT()
  const newer = useWhileShown(useFeed(profileId, (feed) => feed.pausedNewer))
  const flow = useWhileShown(useFeed(profileId, (feed) => feed.flow))
  const rate = useWhileShown(useFeed(profileId, (feed) => (feed.flow ? Math.round(feed.ratePerSecond) : 0)))
  const kind = newer !== undefined ? 'paused' : flow?.kind
  useEffect(onLayout, [onLayout, kind])
  if (newer !== undefined) {
    return (
      <Bar icon="pause" title={t('flow.paused')} text={t('flow.paused.newer', { n: newer })}>
        <Button size="pill" onClick={() => resumeDisplay(profileId)}>
          {t('flow.resume')}
        </Button>
      </Bar>
    )
  }
  if (!flow) return null
  const isSampled = flow.kind === 'sampled'
  const title = isSampled ? t('flow.sampled', { n: thousands(flow.every) }) : t('flow.all')
  return (
    <Bar
      icon="filter"
      title={title}
      text={t(isSampled ? 'flow.sampled.rest' : 'flow.all.rate', { rate: thousands(rate) })}
    >
      <Button size="pill" onClick={() => showAll(profileId, isSampled)}>
        {t(isSampled ? 'flow.showAll' : 'flow.sample')}
      </Button>
    </Bar>
  )
}

interface BarProps {
  icon: IconName
  title: string
  text: string
  /** The button at the right */
  children: ReactNode
}

function Bar({ icon, title, text, children }: BarProps) {
  return (
    <View className="msg-banner is-quiet">
      <View className="msg-banner-row">
        <Icon name={icon} size={20} className="msg-banner-icon" />
        <View className="grow">
          <View className="msg-banner-title">{title}</View>
          <View className="msg-banner-text">{text}</View>
        </View>
        {children}
      </View>
    </View>
  )
}
