import { View } from '@tarojs/components'
import { isForDoctor, type ReasonCode } from '@/core/session/reasons'
import type { SessionStatus } from '@/core/session/states'
import { candidateWords, reasonWords } from '@/i18n/sessionWords'
import { Button } from '@/ui/Button'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'

interface ReasonNoticeProps {
  status: SessionStatus
  onPath: (path: string) => void
  onVersion: () => void
  onClientId: () => void
  /** Looks at the connection step by step */
  onExamine: () => void
}

/** What another client ID mends. */
const newIdReasons: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'sessionTakenOver',
  'takeoverSuspected',
  'badClientId',
])

/** Why the connection is not online, what it may be, and the fix where there is one. Nothing while all is well. */
export function ReasonNotice({ status, onPath, onVersion, onClientId, onExamine }: ReasonNoticeProps) {
  const t = useT()
  if (status.name !== 'blocked' && status.name !== 'waiting' && status.name !== 'offline') return null
  const { reason } = status
  const { title, next, code } = reasonWords(reason, t)
  const isAsking = reason.code === 'passwordMissing'
  const isBad = status.name === 'blocked' && !isAsking
  const evidence = [code, reason.detail].filter(Boolean).join(' · ')
  const path = reason.candidates.reduce<string | undefined>(
    (found, candidate) => found ?? (candidate.code === 'wrongPath' ? candidate.path : undefined),
    undefined,
  )
  const fix =
    path !== undefined
      ? { text: t('candidate.wrongPath.fix', { path }), run: () => onPath(path) }
      : reason.code === 'protocolVersion'
        ? { text: t('editor.fix.version'), run: onVersion }
        : newIdReasons.has(reason.code)
          ? { text: t('editor.clientId.regenerate'), run: onClientId }
          : undefined
  return (
    <View className="editor-notice">
      <Notice tone={isBad ? 'bad' : 'wait'} icon={isAsking ? 'key' : 'alert'} title={title} isLive>
        {next}
        {reason.candidates.map((candidate, index) => (
          <View key={candidate.code} className="reason-candidate">
            {reason.candidates.length > 1 && <View className="reason-number">{`${index + 1}.`}</View>}
            <View className="grow">{candidateWords(candidate, t)}</View>
          </View>
        ))}
        {evidence !== '' && <View className="mono-s reason-evidence">{evidence}</View>}
        {fix && (
          <Button size="pill" className="reason-fix" onClick={fix.run}>
            {fix.text}
          </Button>
        )}
        {!fix && isForDoctor(reason.code) && (
          <Button size="pill" variant="neutral" className="reason-fix" onClick={onExamine}>
            {t('doctor.title')}
          </Button>
        )}
      </Notice>
    </View>
  )
}
