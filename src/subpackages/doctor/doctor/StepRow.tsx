import { View } from '@tarojs/components'
import { useState } from 'react'
import { withoutQuery } from '@/core/doctor/redact'
import type { Failure, Fix, StepId, StepResult } from '@/core/doctor/steps'
import type { Profile } from '@/core/profile/profile'
import { failureWords, noteWords, stepName, stepSentence, stepTime } from '@/i18n/doctor/doctorWords'
import { a11y, tappable } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { platform } from '@/ui/platform'

interface StepRowProps {
  step: StepId
  result: StepResult | undefined
  profile: Profile
  /** @param said what was done, in words */
  onFix: (fix: Fix, said: string) => void
}

/** One step: its mark, what stands beside it, its time; a failed one opens. */
export function StepRow({ step, result, profile, onFix }: StepRowProps) {
  const t = useT()
  const { isWeapp } = platform
  const state = result?.state ?? 'waiting'
  const isOver = result !== undefined && result.state !== 'running'
  return (
    <View
      className={classes('doctor-step', `is-${state}`)}
      {...a11y({ role: 'listitem', label: stepSentence(step, result, isWeapp, t) })}
    >
      {step !== 'echo' && <View className="doctor-line" />}
      <Mark state={state} />
      <View className="grow doctor-step-body">
        <View className="doctor-step-row">
          <View className="grow">
            <View className="doctor-step-name">{stepName(step, isWeapp, t)}</View>
            <Beside step={step} result={result} />
          </View>
          {isOver && <View className="doctor-time">{stepTime(result.ms, t)}</View>}
        </View>
        {result?.state === 'failed' && <FailureCard failure={result.failure} profile={profile} onFix={onFix} />}
      </View>
    </View>
  )
}

const icons = { passed: 'check', noted: 'bang', failed: 'x', running: 'spin' } as const

function Mark({ state }: { state: StepResult['state'] | 'waiting' }) {
  return (
    <View className={classes('doctor-mark', `is-${state}`)}>
      {state !== 'waiting' && (
        <Icon name={icons[state]} size={14} className={state === 'running' ? 'spinning' : undefined} />
      )}
    </View>
  )
}

function Beside({ step, result }: Pick<StepRowProps, 'step' | 'result'>) {
  const t = useT()
  const words = wordsOf()
  return words === undefined ? null : <View className="doctor-note">{words}</View>

  function wordsOf(): string | undefined {
    if (!result || result.state === 'failed') return step === 'echo' ? t('doctor.step.echo.about') : undefined
    if (result.state === 'running') return result.trying && t('doctor.trying', { url: withoutQuery(result.trying) })
    return result.note && noteWords(result.note, t)
  }
}

function FailureCard({ failure, profile, onFix }: Pick<StepRowProps, 'profile' | 'onFix'> & { failure: Failure }) {
  const t = useT()
  const [isRawShown, setRawShown] = useState(false)
  const { title, evidence, candidates, fix, raw } = failureWords(failure, profile, t)
  return (
    <View className="doctor-card">
      <View className="doctor-cause">{title}</View>
      <View className="doctor-evidence">{evidence}</View>
      {candidates.map((candidate, index) => (
        <View key={candidate} className="doctor-candidate">
          {candidates.length > 1 && <View className="doctor-number">{`${index + 1}.`}</View>}
          <View className="grow">{candidate}</View>
        </View>
      ))}
      <Button className="doctor-fix" size="card" onClick={() => onFix(failure.fix, fixedWords(failure, t))}>
        {fix}
      </Button>
      {raw !== undefined && (
        <View
          className="doctor-raw-link"
          onClick={() => setRawShown(!isRawShown)}
          {...tappable(undefined, { isExpanded: isRawShown })}
        >
          {t(isRawShown ? 'doctor.raw.hide' : 'doctor.raw')}
        </View>
      )}
      {isRawShown && <View className="mono-s doctor-raw">{raw}</View>}
    </View>
  )
}

function fixedWords({ fix, found }: Failure, t: ReturnType<typeof useT>): string {
  if (fix.kind === 'version') return t('doctor.fixed', { value: 'MQTT 3.1.1' })
  if (fix.kind !== 'address') return ''
  return t('doctor.fixed', { value: found?.kind === 'path' ? found.path : withoutQuery(fix.url) })
}
