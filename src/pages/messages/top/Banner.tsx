import { View } from '@tarojs/components'
import { useEffect, useState, type ReactNode } from 'react'
import type { Profile } from '@/core/profile/profile'
import { needsPerson, type Reason, type ReasonCode } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'
import { isShortWait } from '@/i18n/sessionWords'
import { tappable } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import { useT } from '@/ui/language'
import { useNow } from '@/ui/useNow'
import { Advice, type Remedies } from './Advice'
import { PasswordPrompt } from './PasswordPrompt'
import { reasonTitle } from '../words'

interface BannerProps {
  profile: Profile
  status: SessionStatus
  /** Of the last failure, while there is no connection */
  reason: Reason | undefined
  /** A connection that has worked is likely to come back: its advice is folded */
  hasWorked: boolean
  remedies: Remedies
  /** It has changed its height */
  onLayout: () => void
}

/** Why there is no connection, what happens next, and the one thing to do about it. */
export function Banner({ profile, status, reason, hasWorked, remedies, onLayout }: BannerProps) {
  const t = useT()
  const candidates = reason?.candidates.length ?? 0
  useEffect(onLayout, [onLayout, status.name, candidates])
  const advice = reason && (
    // one and the same through all attempts: a tap must not meet advice that has just been drawn anew
    <Advice reason={reason} isFolded={hasWorked} remedies={remedies} onLayout={onLayout} />
  )
  switch (status.name) {
    case 'online':
    case 'paused':
      return null
    case 'idle':
      // the app is starting: this one is not paused, it only has not begun
      if (!profile.isPaused) return null
      return (
        <Frame icon="pause" tone="is-quiet" title={t('state.paused')} text={t('state.paused.detail')}>
          <Button size="pill" onClick={remedies.resume}>
            {t('connections.resume')}
          </Button>
        </Frame>
      )
    case 'offline':
      return (
        <Frame icon="offline" title={t('state.offline')} text={t('state.offline.detail')}>
          <RetryPill onClick={remedies.retry} />
        </Frame>
      )
    case 'blocked':
      if (status.reason.code === 'passwordMissing') {
        return <PasswordPrompt {...{ profile, onLayout }} onEdit={remedies.edit} />
      }
      return (
        <Frame icon="alert" tone="is-bad" title={reasonTitle(status.reason, t)} below={advice}>
          <RetryPill onClick={remedies.retry} code={status.reason.code} />
        </Frame>
      )
    case 'waiting':
    case 'connecting':
    case 'handshaking': {
      // the first attempt says so in the title bar; later ones keep the banner, or the list would jump at each
      if (!reason) return null
      const isCounted = status.name === 'waiting' && !isShortWait(status)
      return (
        <Frame
          icon="offline"
          title={isCounted ? <Countdown until={status.retryAt} /> : t('state.retryingNow')}
          text={`${reasonTitle(reason, t)} · ${t('messages.attempt', { n: status.attempt })}`}
          below={needsPerson(reason.code) && advice}
        >
          <RetryPill onClick={remedies.retry} code={reason.code} />
          {isCounted && <Progress key={status.retryAt} from={status.since} to={status.retryAt} />}
        </Frame>
      )
    }
  }
}

interface FrameProps {
  icon: IconName
  tone?: 'is-bad' | 'is-quiet'
  title: ReactNode
  text?: string
  /** The button at the right */
  children: ReactNode
  below?: ReactNode
}

function Frame({ icon, tone, title, text, children, below }: FrameProps) {
  return (
    <View className={classes('msg-banner', tone)}>
      <View className="msg-banner-row">
        <Icon name={icon} size={20} className="msg-banner-icon" />
        <View className="grow">
          <View className="msg-banner-title">{title}</View>
          {text !== undefined && <View className="msg-banner-text">{text}</View>}
        </View>
        {children}
      </View>
      {below}
    </View>
  )
}

function RetryPill({ onClick, code }: { onClick: () => void; code?: ReasonCode }) {
  const t = useT()
  // to connect now is to take the session over from whoever has it
  const isTakeover = code === 'sessionTakenOver' || code === 'takeoverSuspected'
  return (
    <View className="msg-retry" hoverClass="is-pressed" onClick={onClick} {...tappable()}>
      <View className="msg-retry-pill">{t(isTakeover ? 'reason.takeOver' : 'state.retryNow')}</View>
    </View>
  )
}

function Countdown({ until }: { until: number }) {
  const t = useT()
  const seconds = Math.ceil((until - useNow()) / 1_000)
  return <>{seconds > 0 ? t('state.retry', { seconds }) : t('state.retryingNow')}</>
}

/** Drawn by CSS from start to end, so that it costs nothing while it runs. */
function Progress({ from, to }: { from: number; to: number }) {
  const [delay] = useState(() => from - Date.now())
  const style = { animationDuration: `${to - from}ms`, animationDelay: `${delay}ms` }
  return (
    <View className="msg-progress">
      <View className="msg-progress-bar" style={style} />
    </View>
  )
}
