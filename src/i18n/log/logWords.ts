import type { LogEvent } from '@/core/log/event'
import { duration, hexCode } from '../format'
import { refusalWords } from '../sessionWords'
import type { Translate } from '../t'

export interface EventWords {
  title: string
  note: string
}

interface NoteOptions {
  /** How a topic or a filter is shown */
  topic?: (topic: string) => string
  /** Whether words of brokers and platforms stand there, which may hold anything */
  hasDetails?: boolean
}

/** An event in a title and a line of protocol below it. */
// eslint-disable-next-line max-lines-per-function -- one flat switch over all events
export function eventWords(event: LogEvent, t: Translate, options: NoteOptions = {}): EventWords {
  const { topic = (text) => text, hasDetails = true } = options
  const words = (title: string, ...note: (string | undefined | false)[]): EventWords => ({
    title,
    note: note.filter(Boolean).join(' · '),
  })
  const detail = hasDetails && 'detail' in event ? event.detail : undefined
  const codeOf = (mqttCode: number | undefined) => mqttCode !== undefined && hexCode(mqttCode)
  switch (event.name) {
    case 'connecting':
      return words(t('eventLog.connecting'), t('eventLog.connecting.note'))
    case 'opened':
      return words(t('eventLog.opened'), tookWords(event.tookMs, t))
    case 'connected': {
      const { resumed, protocolVersion, tookMs } = event
      const version = protocolVersion === 5 ? 'MQTT 5.0' : 'MQTT 3.1.1'
      const present = t(resumed ? 'eventLog.sessionPresent' : 'eventLog.freshSession')
      return words(t(resumed ? 'eventLog.resumed' : 'eventLog.connected'), present, tookWords(tookMs, t), version)
    }
    case 'waiting': {
      const seconds = (event.waitMs / 1_000).toFixed(1)
      const attempt = t('eventLog.attempt', { n: event.attempt, seconds })
      return words(t(`reason.${event.reason}`), attempt, codeOf(event.mqttCode), detail)
    }
    case 'offline':
      return words(t('eventLog.offline'))
    case 'blocked':
      return words(t(`reason.${event.reason}`), t('eventLog.blockedNote'), codeOf(event.mqttCode), detail)
    case 'stopped':
      return words(t('eventLog.stopped'))
    case 'paused':
      return words(t('eventLog.paused'))
    case 'returned': {
      const time = { duration: duration(event.awayMs, t) }
      if (!event.resumed) return words(t('eventLog.returnedLost', time), t('eventLog.lostNote'))
      const caughtUp = event.caughtUp > 0 ? t('gap.caughtUp', { n: event.caughtUp }) : t('gap.nothingNew')
      return words(t('eventLog.returned', time), caughtUp)
    }
    case 'granted': {
      const { asked, granted } = event
      const qos = granted < asked ? t('eventLog.qosLower', { asked, granted }) : t('eventLog.qos', { qos: granted })
      return words(t('eventLog.granted'), topic(event.filter), qos)
    }
    case 'grantedMany':
      return words(t('eventLog.grantedMany', { n: event.n }))
    case 'refused':
      return words(t('eventLog.refused'), `SUBACK ${hexCode(event.mqttCode)}`, topic(event.filter))
    case 'publishRefused': {
      const reason = `${hexCode(event.mqttCode)} ${refusalWords(event.mqttCode, t)}`
      return words(t('eventLog.publishRefused'), reason, topic(event.topic), detail)
    }
    case 'publishUnknown':
      return words(t('eventLog.publishUnknown'), topic(event.topic))
    case 'publishExpired':
      return words(t('eventLog.publishExpired'), topic(event.topic))
    case 'damaged':
      return words(t('eventLog.damaged', { n: event.n }))
    case 'hidden':
      return words(t('eventLog.hidden'))
    case 'shown':
      return words(
        t('eventLog.shown'),
        event.awayMs !== undefined && t('eventLog.awayFor', { duration: duration(event.awayMs, t) }),
      )
    case 'network':
      return words(t(event.isOnline ? 'eventLog.network' : 'eventLog.offline'), event.isOnline && event.type)
    case 'started':
      return words(t('eventLog.started'), event.version)
  }
}

const tookWords = (ms: number | undefined, t: Translate) => ms !== undefined && t('eventLog.ms', { ms: Math.round(ms) })
