import { ScrollView, View } from '@tarojs/components'
import { useMemo, useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import { useEventLogs } from '@/features/log/eventLog'
import { trafficOf } from '@/features/log/recorder'
import { services } from '@/features/services'
import { reportEvents, reportText, type ReportChoice } from '@/i18n/log/reportText'
import { copyText, describePlatform } from '@/services/device'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { a11y } from '@/ui/a11y'
import { useT } from '@/ui/language'
import { platform } from '@/ui/platform'
import { Sheet } from '@/ui/Sheet'
import { Switch } from '@/ui/Switch'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import { eventsOf } from './useEvents'

const noTraffic = { received: 0, sent: 0, roundTripsMs: [] }

/** Shows the report exactly as it will be shared, with what of it a person may add or take away. */
export function ReportSheet({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const t = useT()
  const attempt = useAttempt()
  const [choice, setChoice] = useState<ReportChoice>({ hasEvents: true, hasTopics: false, hasHosts: false })
  // of the moment when it was asked for: what is read must not change under the eyes
  const [facts] = useState(() => ({
    version: HOMING_VERSION,
    platform: describePlatform(),
    profile,
    events: eventsOf(useEventLogs.getState().logs, profile.id),
    traffic: trafficOf(profile.id) ?? noTraffic,
    now: services.clock.now(),
  }))
  const text = useMemo(() => reportText(facts, choice, t), [facts, choice, t])
  const change = (key: keyof ReportChoice) => (isOn: boolean) => setChoice((old) => ({ ...old, [key]: isOn }))

  const copy = async () => {
    await copyText(text)
    showToast({ text: t('report.copied') })
  }
  const send = async () => {
    const document = await services.documents.create('homing-report.txt', 'text/plain')
    try {
      await document.write(text)
      if (await document.give()) showToast({ text: t('report.given') })
    } finally {
      await document.discard()
    }
  }
  const row = (key: keyof ReportChoice, title: string) => (
    <Cell
      title={title}
      value={
        <View className="row">
          {key !== 'hasEvents' && !choice[key] && <View className="cap report-masked">{t('report.masked')}</View>}
          <Switch isOn={choice[key]} onChange={change(key)} label={title} />
        </View>
      }
    />
  )
  return (
    <Sheet title={t('report.title')} onClose={onClose}>
      <View className="report-lead">{t('report.preview')}</View>
      <ScrollView
        scrollY
        scrollX
        className="report"
        {...a11y({ role: 'group', label: t('report.title'), isFocusable: true })}
      >
        <View className="report-text">{text}</View>
      </ScrollView>
      <CellGroup header={t('report.include')} footer={t('report.never')}>
        {row('hasEvents', t('report.events', { n: Math.min(reportEvents, facts.events.length) }))}
        {row('hasTopics', t('report.topics'))}
        {row('hasHosts', t('report.hosts'))}
      </CellGroup>
      <View className="report-actions">
        <Button className="report-action" variant="neutral" icon="copy" onClick={() => attempt(copy)}>
          {t('report.copy')}
        </Button>
        <Button className="report-action" onClick={() => attempt(send)}>
          {t(platform.isWeapp ? 'report.send' : 'report.save')}
        </Button>
      </View>
    </Sheet>
  )
}
