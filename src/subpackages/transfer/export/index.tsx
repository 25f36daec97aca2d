import { View } from '@tarojs/components'
import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import type { LogFormat } from '@/core/transfer/logWriter'
import { loadConnections } from '@/features/connections/connections'
import { useProfile } from '@/features/connections/useProfile'
import { services } from '@/features/services'
import { takeHandedOver } from '@/features/transfer/handover'
import { useExport, type ExportState } from '@/features/transfer/useExport'
import '@/i18n/transfer/words'
import { platform } from '@/ui/platform'
import { byteSize, thousands } from '@/i18n/format'
import { a11y } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { NoConnection } from '@/ui/NoConnection'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { Segmented } from '@/ui/Segmented'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import './index.css'

const formats: readonly LogFormat[] = ['jsonl', 'json', 'csv']
const hourMs = 3_600_000
const ranges = [
  { key: 'all', ageMs: undefined },
  { key: 'week', ageMs: 168 * hourMs },
  { key: 'day', ageMs: 24 * hourMs },
  { key: 'hour', ageMs: hourMs },
] as const

/** `?profile=<id>`: the stored messages of a connection as a file, or those that another page has handed over. */
export default function ExportPage() {
  const t = useT()
  const profile = useProfile(useRouter().params.profile)
  if (typeof profile === 'object') return <ExportOf profile={profile} />
  return <NoConnection title={t('export.title')} why={profile} onRetry={loadConnections} />
}

function ExportOf({ profile }: { profile: Profile }) {
  const t = useT()
  const name = profile.name || profile.url
  const [selected] = useState(() => takeHandedOver(profile.id))
  const [format, setFormat] = useState<LogFormat>('jsonl')
  const [range, setRange] = useState<(typeof ranges)[number]>(ranges[0])
  const { state, start, stop } = useExport({ id: profile.id, name })
  const isChoosing = state.phase === 'choosing' || state.phase === 'failed'
  const begin = () => {
    const { ageMs } = range
    void start({ format, entries: selected, from: ageMs === undefined ? undefined : services.clock.now() - ageMs })
  }
  return (
    <Page top={<NavBar title={t('export.title')} subtitle={name} />}>
      {isChoosing ? (
        <>
          <View className="page-lead" />
          <View className="export-format">
            <Segmented
              options={formats.map((value) => ({ value, label: t(`export.format.${value}`) }))}
              value={format}
              onChange={setFormat}
              label={t('export.format')}
              isTall
            />
            <View className="export-about">{t(`export.format.${format}.about`)}</View>
          </View>
          <CellGroup header={t('export.range')}>
            {selected && <Cell title={t('export.selected', { n: thousands(selected.length) })} isChosen />}
            {(selected ? [] : ranges).map((each) => (
              <Cell
                key={each.key}
                title={t(`export.range.${each.key}`)}
                isChosen={each === range}
                onClick={() => setRange(each)}
              />
            ))}
          </CellGroup>
          <View className="export-bottom">
            {state.phase === 'failed' && (
              <Notice tone="bad" title={t(`error.${state.code}`)} isLive>
                {t(`error.${state.code}.next`)}
              </Notice>
            )}
            <Notice>{t('export.privacy')}</Notice>
            <Button icon="upload" onClick={begin}>
              {t('export.start')}
            </Button>
          </View>
        </>
      ) : (
        <Outcome state={state} onStop={stop} />
      )}
    </Page>
  )
}

function Outcome({
  state,
  onStop,
}: {
  state: Extract<ExportState, { phase: 'writing' | 'ready' }>
  onStop: () => void
}) {
  const t = useT()
  const attempt = useAttempt()
  const count = t('export.count', { n: thousands(state.entries) })
  if (state.phase === 'writing') {
    return (
      <View className="export-outcome">
        <View className="export-count" {...a11y({ role: 'status', live: 'polite' })}>
          {t('export.writing')}
        </View>
        <View className="export-track" {...a11y({ isHidden: true })}>
          <View className="export-bar" style={{ transform: `scaleX(${state.progress})` }} />
        </View>
        <View className="cap tone-3">{`${count} · ${Math.floor(state.progress * 100)} %`}</View>
        <Button variant="neutral" onClick={onStop}>
          {t('common.cancel')}
        </Button>
      </View>
    )
  }
  const { document, entries } = state
  if (entries === 0) {
    return (
      <EmptyState icon="log" title={t('export.empty')} text={t('export.empty.text')}>
        <Button variant="soft" onClick={onStop}>
          {t('export.again')}
        </Button>
      </EmptyState>
    )
  }
  const give = async () => {
    if (await document.give()) showToast({ text: t('export.given') })
  }
  return (
    <View className="export-outcome">
      <View className="export-count" {...a11y({ role: 'status', live: 'polite' })}>
        {`${count} · ${byteSize(document.bytes)}`}
      </View>
      <Button icon="share" onClick={() => attempt(give)}>
        {t(platform.isWeapp ? 'export.send' : 'export.save')}
      </Button>
      <Button variant="text" onClick={onStop}>
        {t('export.again')}
      </Button>
    </View>
  )
}
