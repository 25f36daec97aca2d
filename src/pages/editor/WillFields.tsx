import { View } from '@tarojs/components'
import { duration } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { platform } from '@/ui/platform'
import { Segmented } from '@/ui/Segmented'
import { Switch } from '@/ui/Switch'
import { FieldCell } from './FieldCell'
import type { Form } from './form'
import { delayOf, isDelayed, willProblems, type WillForm } from './willForm'

interface WillFieldsProps {
  form: Form
  onChange: (change: Partial<Form>) => void
}

type Mode = WillForm['willMode']

const modes: readonly Mode[] = ['afterDelay', 'onLeave', 'never']
const qosOptions = ([0, 1, 2] as const).map((value) => ({ value, label: String(value) }))

export function willTitle(mode: Mode, { protocolVersion, willDelay }: Form, t: Translate): string {
  switch (mode) {
    case 'never':
      return t('editor.will.never')
    case 'onLeave':
      return t('editor.will.onLeave')
    case 'afterDelay': {
      const seconds = delayOf(willDelay)
      if (protocolVersion === 4 || seconds === undefined) return t('editor.will.atOnce')
      return t('editor.will.afterDelay', { duration: duration(seconds * 1_000, t) })
    }
  }
}

/** What the mode costs, said plainly: hiding is leaving in WeChat, and 3.1.1 cannot wait. */
function willNote(mode: Mode, { protocolVersion }: Form, t: Translate): string {
  const host = platform.isWeapp ? 'weapp' : 'h5'
  switch (mode) {
    case 'never':
      return t('editor.will.never.note')
    case 'onLeave':
      return t(`editor.will.onLeave.${host}`)
    case 'afterDelay':
      return t(protocolVersion === 5 ? 'editor.will.afterDelay.note' : `editor.will.atOnce.${host}`)
  }
}

/** What the others are told when this client is gone: three presets, and their details once one is taken. */
export function WillFields({ form, onChange }: WillFieldsProps) {
  const t = useT()
  return (
    <>
      <CellGroup header={t('editor.will')}>
        {modes.map((mode) => (
          <Cell
            key={mode}
            title={willTitle(mode, form, t)}
            note={willNote(mode, form, t)}
            isChosen={form.willMode === mode}
            onClick={() => onChange({ willMode: mode })}
          />
        ))}
      </CellGroup>
      {form.willMode !== 'never' && <WillDetails form={form} onChange={onChange} />}
    </>
  )
}

function WillDetails({ form, onChange }: WillFieldsProps) {
  const t = useT()
  const words = problemWords(form, t)
  const note = words === undefined ? t('editor.will.note') : <View className="tone-bad">{words}</View>
  return (
    <CellGroup footer={note}>
      <FieldCell
        title={t('editor.will.topic')}
        value={form.willTopic}
        onChange={(willTopic) => onChange({ willTopic })}
        isMono
        maxLength={65_535}
      />
      <FieldCell
        title={t('editor.will.offline')}
        value={form.willOffline}
        onChange={(willOffline) => onChange({ willOffline })}
        isMono
        maxLength={4_096}
      />
      <FieldCell
        title={t('editor.will.online')}
        value={form.willOnline}
        onChange={(willOnline) => onChange({ willOnline })}
        isMono
        isOptional
        maxLength={4_096}
      />
      {isDelayed(form) && (
        <FieldCell
          title={t('editor.will.delay')}
          value={form.willDelay}
          onChange={(willDelay) => onChange({ willDelay })}
          isNumber
          maxLength={5}
          unit={<View className="unit">{t('editor.keepAlive.seconds')}</View>}
        />
      )}
      <Cell
        title={t('subs.qos')}
        value={
          <Segmented
            options={qosOptions}
            value={form.willQos}
            onChange={(willQos) => onChange({ willQos })}
            label={t('subs.qos')}
          />
        }
      />
      <Cell
        title={t('editor.will.retain')}
        note={t('editor.will.retain.note')}
        value={
          <Switch
            isOn={form.willRetain}
            onChange={(willRetain) => onChange({ willRetain })}
            label={t('editor.will.retain')}
          />
        }
      />
    </CellGroup>
  )
}

function problemWords(form: Form, t: Translate): string | undefined {
  const { topic, isDelayInvalid, needsSession } = willProblems(form)
  if (topic) return t(`subs.problem.${topic.code}`)
  if (isDelayInvalid) return t('editor.will.delay.invalid')
  return needsSession ? t('editor.will.needsSession') : undefined
}
