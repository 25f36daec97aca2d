import { View } from '@tarojs/components'
import { useState } from 'react'
import type { Reason, ReasonCode } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'
import { candidateWords, reasonWords } from '@/i18n/sessionWords'
import { useT } from '@/ui/language'
import { useNow } from '@/ui/useNow'
import { tappable } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import { reasonTitle } from './words'

interface BannerProps {
  status: SessionStatus
  onRetry: () => void
  onEdit: () => void
  /** Connects again what the person had closed */
  onResume: () => void
}

/** Reasons that waiting alone may not mend: the next step and the way to the settings are offered with them. */
const mendable: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'connectFailed',
  'connectTimeout',
  'refused',
  'notWebSocket',
  'connackTimeout',
  'connectRefused',
  'protocolError',
  'serverMoved',
  'tooManySockets',
  'packetTooLarge',
])

/** Why there is no connection, what happens next, and the one thing to do about it. */
export function Banner({ status, onRetry, onEdit, onResume }: BannerProps) {
  const t = useT()
  switch (status.name) {
    case 'waiting':
      return (
        <View className="msg-banner">
          <View className="msg-banner-row">
            <Icon name="offline" className="msg-banner-icon" />
            <View className="grow">
              <View className="msg-banner-title">
                <Countdown until={status.retryAt} />
              </View>
              <View className="msg-banner-text">
                {`${reasonTitle(status.reason, t)} · ${t('messages.attempt', { n: status.attempt })}`}
              </View>
            </View>
            <RetryPill onClick={onRetry} />
          </View>
          {mendable.has(status.reason.code) && <Advice reason={status.reason} onEdit={onEdit} />}
          <Progress from={status.since} to={status.retryAt} />
        </View>
      )
    case 'offline':
      return (
        <View className="msg-banner">
          <View className="msg-banner-row">
            <Icon name="offline" className="msg-banner-icon" />
            <View className="grow">
              <View className="msg-banner-title">{t('state.offline')}</View>
              <View className="msg-banner-text">{t('state.offline.detail')}</View>
            </View>
            <RetryPill onClick={onRetry} />
          </View>
        </View>
      )
    case 'blocked':
      return (
        <View className="msg-banner is-bad">
          <View className="msg-banner-row">
            <Icon name="alert" className="msg-banner-icon" />
            <View className="grow">
              <View className="msg-banner-title">{reasonTitle(status.reason, t)}</View>
            </View>
            <RetryPill onClick={onRetry} />
          </View>
          <Advice reason={status.reason} onEdit={onEdit} />
        </View>
      )
    case 'idle':
      return (
        <View className="msg-banner is-quiet">
          <View className="msg-banner-row">
            <Icon name="pause" className="msg-banner-icon" />
            <View className="grow">
              <View className="msg-banner-title">{t('state.paused')}</View>
              <View className="msg-banner-text">{t('state.paused.detail')}</View>
            </View>
            <Button size="pill" onClick={onResume}>
              {t('connections.resume')}
            </Button>
          </View>
        </View>
      )
    default:
      return null
  }
}

function RetryPill({ onClick }: { onClick: () => void }) {
  const t = useT()
  return (
    <View className="msg-retry" hoverClass="is-pressed" onClick={onClick} {...tappable()}>
      <View className="msg-retry-pill">{t('state.retryNow')}</View>
    </View>
  )
}

function Advice({ reason, onEdit }: { reason: Reason; onEdit: () => void }) {
  const t = useT()
  return (
    <View className="msg-advice">
      <View>{reasonWords(reason, t).next}</View>
      {reason.candidates.map((candidate, i) => (
        <View key={i} className="msg-candidate">
          <View className="msg-candidate-number">{`${i + 1}.`}</View>
          <View className="grow">{candidateWords(candidate, t)}</View>
        </View>
      ))}
      {reason.detail !== undefined && <View className="msg-detail ellipsis">{reason.detail}</View>}
      <View className="msg-advice-action" onClick={onEdit} {...tappable()}>
        {t('messages.edit')}
      </View>
    </View>
  )
}

function Countdown({ until }: { until: number }) {
  const t = useT()
  const now = useNow()
  const seconds = Math.ceil((until - now) / 1_000)
  return <>{seconds > 0 ? t('state.retry', { seconds }) : t('state.retryingNow')}</>
}

/** Drawn by CSS from start to end, so that it costs nothing while it runs. */
function Progress({ from, to }: { from: number; to: number }) {
  const [delay] = useState(() => from - Date.now())
  return (
    <View className="msg-progress">
      <View
        key={to}
        className="msg-progress-bar"
        style={{ animationDuration: `${to - from}ms`, animationDelay: `${delay}ms` }}
      />
    </View>
  )
}
