import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { useT } from '@/ui/language'

export type Question = 'leave' | 'clientId'

interface QuestionsProps {
  question: Question | undefined
  onLeave: () => void
  onRegenerate: () => void
  onClose: () => void
}

/** What the editor asks before something is lost. */
export function Questions({ question, onLeave, onRegenerate, onClose }: QuestionsProps) {
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
  }
}
