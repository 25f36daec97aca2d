import { duration, megabytes } from '@/i18n/format'
import { ChoiceSheet } from '@/ui/ChoiceSheet'
import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { useT } from '@/ui/language'
import type { Form } from './form'

export type Question = 'leave' | 'clientId' | 'expiry' | 'unknown' | 'packetSize'

/** An hour, a day, a week: seconds */
const expiries = [3_600, 86_400, 604_800]
/** bytes, up to `profileDefaults.maximumPacketSizeMost` */
const packetSizes = [1, 2, 4, 8, 16].map((megabytes) => megabytes * 1_048_576)
const unknownRules = ['ask', 'resend', 'drop'] as const

interface QuestionsProps {
  question: Question | undefined
  form: Form
  onChange: (change: Partial<Form>) => void
  onLeave: () => void
  onRegenerate: () => void
  onClose: () => void
}

/** What the editor asks before something is lost, and where one of few is chosen. */
export function Questions({ question, form, onChange, onLeave, onRegenerate, onClose }: QuestionsProps) {
  const t = useT()
  switch (question) {
    case undefined:
      return null
    case 'leave':
      return (
        <ConfirmSheet
          title={t('editor.leave.title')}
          text={t('editor.leave.text')}
          confirm={t('editor.leave.confirm')}
          cancel={t('editor.leave.stay')}
          isDangerous
          onConfirm={onLeave}
          onClose={onClose}
        />
      )
    case 'clientId':
      return (
        <ConfirmSheet
          title={t('editor.clientId.ask.title')}
          text={t('editor.clientId.ask.text')}
          confirm={t('editor.clientId.ask.confirm')}
          onConfirm={onRegenerate}
          onClose={onClose}
        />
      )
    case 'expiry': {
      // a profile from elsewhere may have another one
      const { sessionExpirySeconds: now } = form
      const offered = expiries.includes(now) ? expiries : [now, ...expiries]
      return (
        <ChoiceSheet
          title={t('editor.expiry')}
          options={offered.map((value) => ({ value, label: duration(value * 1_000, t) }))}
          value={form.keepSession ? now : 0}
          onChoose={(sessionExpirySeconds) => onChange({ sessionExpirySeconds, keepSession: true })}
          note={t(form.protocolVersion === 5 ? 'editor.expiry.note' : 'editor.expiry.note4')}
          onClose={onClose}
        />
      )
    }
    case 'packetSize': {
      const { maximumPacketSize: now } = form
      const offered = packetSizes.includes(now) ? packetSizes : [now, ...packetSizes]
      return (
        <ChoiceSheet
          title={t('editor.packetSize')}
          options={offered.map((value) => ({ value, label: megabytes(value) }))}
          value={now}
          onChoose={(maximumPacketSize) => onChange({ maximumPacketSize })}
          note={t(form.protocolVersion === 5 ? 'editor.packetSize.note' : 'editor.packetSize.note4')}
          onClose={onClose}
        />
      )
    }
    case 'unknown':
      return (
        <ChoiceSheet
          title={t('editor.unknown')}
          options={unknownRules.map((value) => ({ value, label: t(`editor.unknown.${value}`) }))}
          value={form.unknownRule}
          onChoose={(unknownRule) => onChange({ unknownRule })}
          note={t('editor.unknown.note')}
          onClose={onClose}
        />
      )
  }
}
