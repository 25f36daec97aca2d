import type { SentMessage } from '@/core/message/message'
import { decodeUtf8Strict } from '@/core/payload/utf8'
import type { Handling } from '@/features/publish/handled'
import { duration, hexCode } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import type { IconName } from '@/ui/icons'
import { refusalWords } from './words'

interface DeliveryLook {
  icon: IconName
  words: string
  /** classes of the status's words */
  tone: string
  /** One line on what is not known or not done, and why */
  why?: string
}

/** How a delivery is shown: each status has a shape and words of its own. */
export function deliveryLook({ qos, status, at, expiresAt }: SentMessage, t: Translate): DeliveryLook {
  switch (status.name) {
    case 'queued':
      return { icon: 'clock', words: t('sent.queued'), tone: '' }
    case 'sending':
      return { icon: 'spin', words: t('sent.sending'), tone: '' }
    case 'acknowledged':
      // QoS 0 promises no more than the open socket it was handed to
      if (qos === 0) return { icon: 'up', words: t('sent.handedOver'), tone: '' }
      return { icon: 'check', words: t('sent.acknowledged', { ms: Math.round(status.roundTripMs ?? 0) }), tone: '' }
    case 'refused': {
      const words = t('sent.refused', { reason: refusalWords(status.mqttCode, t), code: hexCode(status.mqttCode) })
      return { icon: 'x', words, tone: 'tone-bad medium', why: status.detail }
    }
    case 'unknown':
      return { icon: 'help', words: t('sent.unknown'), tone: 'tone-wait medium', why: t('sent.unknown.why') }
    case 'expired': {
      const why = expiresAt !== undefined && t('sent.expired.why', { duration: duration(expiresAt - at, t) })
      return { icon: 'hourglass', words: t('sent.expired'), tone: 'tone-wait medium', ...(why && { why }) }
    }
    case 'cancelled':
      return { icon: 'withdrawn', words: t('sent.cancelled'), tone: 'tone-3' }
  }
}

/** What a person can do with a message of theirs. */
export type DeliveryAction = 'resend' | 'edit' | 'cancel' | 'letBe'

/** What can be done about a message, best first; nothing while it is on its way or was acknowledged. */
export function deliveryActions({ status, payload }: SentMessage, handling: Handling | undefined): DeliveryAction[] {
  // bytes that are no text would not survive the publish bar
  const edit: DeliveryAction[] = decodeUtf8Strict(payload) === undefined ? [] : ['edit']
  switch (status.name) {
    case 'queued':
      return [...edit, 'cancel']
    case 'refused':
    case 'expired':
    case 'cancelled':
      return ['resend', ...edit]
    case 'unknown':
      return handling ? ['resend', ...edit] : ['resend', ...edit, 'letBe']
    case 'sending':
    case 'acknowledged':
      return []
  }
}

export function actionWords(action: DeliveryAction, t: Translate): string {
  return t(`sent.${action}`)
}

/** Whether the list itself asks what to do: not of what the person withdrew, nor when it was done already. */
export function isAsking({ status }: SentMessage, handling: Handling | undefined): boolean {
  const isOpen = status.name === 'refused' || status.name === 'unknown' || status.name === 'expired'
  return isOpen && handling === undefined
}
