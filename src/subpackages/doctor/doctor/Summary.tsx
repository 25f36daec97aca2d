import { View } from '@tarojs/components'
import { doctorSteps, stepIndex, type StepId } from '@/core/doctor/steps'
import { failedStep, type DoctorState } from '@/features/doctor/doctor'
import { stepTime } from '@/i18n/doctor/doctorWords'
import { a11y } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { useT } from '@/ui/language'

/** How it went, in one line. */
export function Summary({ state }: { state: DoctorState }) {
  const t = useT()
  const { phase, results, tookMs } = state
  const total = doctorSteps.length
  const failed = failedStep(results)
  const reached = Object.keys(results) as StepId[]
  const noted = reached.filter((step) => results[step]?.state === 'noted').length
  const running = reached.find((step) => results[step]?.state === 'running')
  const isDone = phase === 'done'
  const words = !isDone
    ? t('doctor.running', { n: stepIndex(running ?? 'address') + 1, total })
    : failed
      ? t('doctor.stopped', { n: stepIndex(failed) + 1, total })
      : noted > 0
        ? t('doctor.noted', { n: noted })
        : t('doctor.passed', { total })
  const tone = isDone && (failed ? 'is-bad' : noted > 0 ? 'is-wait' : 'is-ok')
  return (
    <View className="doctor-summary">
      <View className={classes('doctor-outcome', tone)} {...a11y({ role: 'status', live: 'polite' })}>
        {words}
      </View>
      {isDone && <View className="middot">·</View>}
      {isDone && <View className="tone-3">{t('doctor.took', { time: stepTime(tookMs, t) })}</View>}
    </View>
  )
}
