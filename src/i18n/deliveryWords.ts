import type { SentMessage } from '@/core/message/message'
import { duration, hexCode } from './format'
import { refusalWords } from './sessionWords'
import type { Translate } from './t'

interface DeliveryLook {
  icon: 'clock' | 'spin' | 'up' | 'check' | 'x' | 'help' | 'hourglass' | 'withdrawn'
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
