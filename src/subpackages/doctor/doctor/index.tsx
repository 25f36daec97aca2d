import { View } from '@tarojs/components'
import Taro, { useRouter } from '@tarojs/taro'
import { doctorSteps, type Fix } from '@/core/doctor/steps'
import type { Profile } from '@/core/profile/profile'
import { loadConnections } from '@/features/connections/connections'
import { applyFix, UNSAVED, useSubject } from '@/features/doctor/subject'
import { useDoctor } from '@/features/doctor/useDoctor'
import '@/i18n/doctor/words'
import { doctorReport } from '@/i18n/doctor/doctorWords'
import { copyText } from '@/services/device'
import { a11y } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { useT } from '@/ui/language'
import { goBack, NavBar } from '@/ui/NavBar'
import { NoConnection } from '@/ui/NoConnection'
import { Page } from '@/ui/Page'
import { platform } from '@/ui/platform'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import { StepRow } from './StepRow'
import { Summary } from './Summary'
import './index.css'

/** `?profile=<id>`, or `unsaved` for what the editor has handed over: examines a connection step by step. */
export default function DoctorPage() {
  const t = useT()
  const { profile: id = '' } = useRouter().params
  const profile = useSubject(id)
  if (typeof profile === 'object') return <DoctorOf id={id} profile={profile} />
  return <NoConnection title={t('doctor.title')} why={profile} onRetry={loadConnections} />
}

function DoctorOf({ id, profile }: { id: string; profile: Profile }) {
  const t = useT()
  const attempt = useAttempt()
  const { state, again, continueFromHere } = useDoctor(profile)
  const { isWeapp } = platform
  const { results } = state
  const fix = useFixing(id, profile, again, continueFromHere)
  const copy = async () => {
    await copyText(doctorReport({ profile, results, isWeapp }, t))
    showToast({ text: t('common.copied') })
  }
  const actions = (
    <View className="foot">
      <Button className="grow" variant="neutral" icon="refresh" onClick={again}>
        {t('doctor.again')}
      </Button>
      <View className="doctor-between" />
      <Button
        className="grow"
        variant="neutral"
        icon="copy"
        isDisabled={state.phase !== 'done'}
        onClick={() => attempt(copy)}
      >
        {t('doctor.copy')}
      </Button>
    </View>
  )
  const top = <NavBar title={t('doctor.title')} subtitle={profile.name || profile.url} isRaised />
  return (
    <Page top={top} bottom={actions}>
      <View className="doctor">
        <Summary state={state} />
        <View {...a11y({ role: 'list' })}>
          {doctorSteps.map((step) => (
            <StepRow key={step} step={step} result={results[step]} profile={profile} onFix={fix} />
          ))}
        </View>
      </View>
    </Page>
  )
}

/** What the button of a failed step does. */
function useFixing(id: string, profile: Profile, again: () => void, continueFromHere: () => void) {
  const t = useT()
  const attempt = useAttempt()
  return (fix: Fix, value: string) => {
    switch (fix.kind) {
      case 'again':
        return again()
      case 'login':
      case 'edit':
        continueFromHere()
        return openEditor(id)
      case 'address':
      case 'version':
        continueFromHere()
        return attempt(async () => {
          const undo = await applyFix(id, profile, fix)
          showToast({ text: value, action: { label: t('common.undo'), run: () => attempt(undo) } })
        })
    }
  }
}

/** Back to it where the doctor was called from there: two editors of one connection would not know of each other. */
function openEditor(id: string): void {
  const pages = Taro.getCurrentPages()
  const before = pages[pages.length - 2]?.route ?? ''
  if (id === UNSAVED || before.indexOf('pages/editor') >= 0) goBack()
  else void Taro.navigateTo({ url: `/pages/editor/index?id=${encodeURIComponent(id)}` })
}
