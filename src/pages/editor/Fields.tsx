import { View } from '@tarojs/components'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { Field } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { Segmented } from '@/ui/Segmented'
import { Switch } from '@/ui/Switch'
import { keepAliveOf, type Form } from './form'

const versions = [
  { value: 4, label: '3.1.1' },
  { value: 5, label: '5.0' },
] as const

interface FieldsProps {
  form: Form
  onChange: (change: Partial<Form>) => void
  onRegenerate: () => void
}

/** Everything but the address. */
export function Fields({ form, onChange, onRegenerate }: FieldsProps) {
  const t = useT()
  const keepAliveIsWrong = keepAliveOf(form.keepAlive) === undefined
  return (
    <>
      <CellGroup header={t('editor.basic')} footer={form.clientId === '' ? undefined : t('editor.clientId.note')}>
        <Cell
          className="li-field"
          title={t('editor.name')}
          value={
            <Field
              variant="row"
              value={form.name}
              onChange={(name) => onChange({ name })}
              label={t('editor.name')}
              placeholder={t('editor.optional')}
              maxLength={60}
            />
          }
        />
        <Cell
          title={t('editor.version')}
          value={
            <Segmented
              options={versions}
              value={form.protocolVersion}
              onChange={(protocolVersion) => onChange({ protocolVersion })}
              label={t('editor.version')}
            />
          }
        />
        <Cell
          className="li-field li-action"
          title={t('editor.clientId')}
          value={
            <Field
              variant="row"
              value={form.clientId}
              onChange={(clientId) => onChange({ clientId })}
              label={t('editor.clientId')}
              isMono
              trail={
                <IconButton
                  icon="refresh"
                  size={20}
                  tone="accent"
                  label={t('editor.clientId.regenerate')}
                  onClick={onRegenerate}
                />
              }
            />
          }
        />
      </CellGroup>
      {form.clientId === '' && <View className="group-footer tone-bad">{t('editor.clientId.empty')}</View>}
      <CellGroup header={t('editor.login')} footer={t('editor.login.note')}>
        <Cell
          className="li-field"
          title={t('editor.username')}
          value={
            <Field
              variant="row"
              value={form.username}
              onChange={(username) => onChange({ username })}
              label={t('editor.username')}
              placeholder={t('editor.optional')}
            />
          }
        />
        <Cell
          className="li-field li-action"
          title={t('editor.password')}
          value={
            <Field
              variant="row"
              value={form.password}
              onChange={(password) => onChange({ password })}
              label={t('editor.password')}
              placeholder={t('editor.optional')}
              isSecret
            />
          }
        />
      </CellGroup>
      <CellGroup header={t('editor.session')} footer={keepAliveIsWrong ? undefined : t('editor.keepAlive.note')}>
        <Cell
          title={t('editor.keepSession')}
          note={t('editor.keepSession.note')}
          value={
            <Switch
              isOn={form.keepSession}
              onChange={(keepSession) => onChange({ keepSession })}
              label={t('editor.keepSession')}
            />
          }
        />
        <Cell
          className="li-field"
          title={t('editor.keepAlive')}
          value={
            <Field
              variant="row"
              value={form.keepAlive}
              onChange={(keepAlive) => onChange({ keepAlive })}
              label={t('editor.keepAlive')}
              isNumber
              maxLength={5}
              trail={<View className="unit">{t('editor.keepAlive.seconds')}</View>}
            />
          }
        />
      </CellGroup>
      {keepAliveIsWrong && <View className="group-footer tone-bad">{t('editor.keepAlive.invalid')}</View>}
    </>
  )
}
