import type { FillProblem } from '@/core/collections/fill'
import type { TemplateProblem } from '@/core/collections/template'
import type { DeliveryStatus } from '@/core/message/message'
import type { QoS } from '@/core/session/packets'
import type { TopicProblem } from '@/core/topic/validate'
import { hexCode } from './format'
import { refusalWords } from './sessionWords'
import type { Translate } from './t'

const braces = { open: '{{', close: '}}', escaped: '{{{{' }
const example = '{{random 1 6}}'

/** What is wrong with a variable. */
export function templateWords({ code, position }: TemplateProblem, t: Translate): string {
  switch (code) {
    case 'unclosed':
      return t('saved.problem.unclosed', { position: position + 1, ...braces })
    case 'nameless':
    case 'nameTooLong':
      return t(`saved.problem.${code}`, { position: position + 1 })
    case 'randomArguments':
    case 'randomOrder':
      return t(`saved.problem.${code}`, { example })
    case 'rangeOrder':
      return t('saved.problem.rangeOrder')
  }
}

/** Why a saved message was not sent. */
export function sendProblemWords(
  problem: FillProblem | { code: 'topic'; problem: TopicProblem },
  t: Translate,
): string {
  switch (problem.code) {
    case 'unanswered':
      return t('saved.problem.unanswered', { label: problem.label })
    case 'topic':
      return t(`subs.problem.${problem.problem.code}`)
    default:
      return templateWords(problem, t)
  }
}

/** Where a message that was just sent has come to, in one word or two. */
export function outcomeWords(status: DeliveryStatus, qos: QoS, t: Translate): string {
  switch (status.name) {
    case 'acknowledged':
      return qos === 0 ? t('sent.handedOver') : t('sent.acknowledged', { ms: Math.round(status.roundTripMs ?? 0) })
    case 'refused':
      return t('sent.refused', { reason: refusalWords(status.mqttCode, t), code: hexCode(status.mqttCode) })
    default:
      return t(`sent.${status.name}`)
  }
}
