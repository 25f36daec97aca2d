import { View } from '@tarojs/components'
import { useEffect, useId, type ReactNode } from 'react'
import { a11y } from './a11y'
import { classes } from './classes'
import { Icon } from './Icon'
import type { IconName } from './icons'
import { platform } from './platform'

type NoticeTone = 'info' | 'ok' | 'wait' | 'bad' | 'plain'

const icons: Record<NoticeTone, IconName> = { info: 'info', ok: 'check', wait: 'alert', bad: 'x', plain: 'info' }

interface NoticeProps {
  tone?: NoticeTone
  icon?: IconName
  title?: ReactNode
  /** The body, and under it a fix */
  children?: ReactNode
  /** Said by a screen reader when it appears */
  isLive?: boolean
}

export function Notice({ tone = 'info', icon, title, children, isLive = false }: NoticeProps) {
  const id = useId()
  const words = [title, children].filter((part) => typeof part === 'string').join(' ')
  useEffect(() => {
    if (isLive) platform.announce(id)
  }, [id, isLive, words])
  const voice = platform.isWeapp ? a11y({ role: 'status', live: 'polite' }) : { id }
  return (
    <View className={classes('notice', `notice-${tone}`)} {...(isLive ? voice : {})}>
      <Icon name={icon ?? icons[tone]} size={20} className="notice-icon" />
      <View className="grow">
        {title !== undefined && <View className="notice-title">{title}</View>}
        {children !== undefined && <View className="notice-body">{children}</View>}
      </View>
    </View>
  )
}
