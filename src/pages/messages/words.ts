import type { Reason } from '@/core/session/reasons'
import { reasonWords } from '@/i18n/sessionWords'
import type { Translate } from '@/i18n/t'

/** What happened, with the broker's code where there is one. */
export function reasonTitle(reason: Reason, t: Translate): string {
  const { title, code } = reasonWords(reason, t)
  return code === undefined ? title : `${title} · ${code}`
}

/** SUBACK reason codes, MQTT 5 §3.9.3; 3.1.1 has 0x80 only. */
export function subscriptionRefusalWords(mqttCode: number, t: Translate): string {
  switch (mqttCode) {
    case 0x87:
      return t('subs.refused.notAuthorized')
    case 0x8f:
      return t('subs.refused.filter')
    case 0x97:
      return t('subs.refused.quota')
    case 0xa2:
      return t('subs.refused.wildcard')
    case 0x9e:
      return t('subs.refused.shared')
    default:
      return t('subs.refused.other')
  }
}
