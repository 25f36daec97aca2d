import { View } from '@tarojs/components'
import { services } from '@/features/services'
import { vaultWords } from '@/i18n/vaultWords'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { Segmented } from '@/ui/Segmented'
import { Switch } from '@/ui/Switch'
import { FieldCell } from './FieldCell'
import { keepAliveOf, withClientId, type Form } from './form'

const versions = [
  { value: 4, label: '3.1.1' },
  { value: 5, label: '5.0' },
] as const

interface FieldsProps {
  form: Form
  onChange: (change: Partial<Form>) => void
}

/** Name, protocol and identity. */
export function BasicFields({ form, onChange, onRegenerate }: FieldsProps & { onRegenerate: () => void }) {
  const t = useT()
  const isUnnamed = form.clientId === ''
  const note = isUnnamed ? <View className="tone-bad">{t('editor.clientId.empty')}</View> : t('editor.clientId.note')
  return (
    <CellGroup header={t('editor.basic')} footer={note}>
      <FieldCell
        title={t('editor.name')}
        value={form.name}
        onChange={(name) => onChange({ name })}
        isOptional
        maxLength={60}
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
      <FieldCell
        title={t('editor.clientId')}
        value={form.clientId}
        onChange={(clientId) => onChange(withClientId(form, clientId))}
        isMono
        action={
          <IconButton
            icon="refresh"
            size={20}
            tone="accent"
            label={t('editor.clientId.regenerate')}
            onClick={onRegenerate}
          />
        }
      />
    </CellGroup>
  )
}

/** The password is known, is not wanted, or is to be asked for: emptying the field says that there is none. */
export function LoginFields({ form, onChange }: FieldsProps) {
  const t = useT()
  const reach = services.vault.reach()
  const { password, usesPassword, keepsPassword } = form
  const isMissing = usesPassword && password === ''
  return (
    <CellGroup header={t('editor.login')} footer={vaultWords(reach, keepsPassword, t)}>
      <FieldCell
        title={t('editor.username')}
        value={form.username}
        onChange={(username) => onChange({ username })}
        isOptional
      />
      <FieldCell
        title={t('editor.password')}
        value={form.password}
        onChange={(typed) => onChange({ password: typed, usesPassword: typed !== '' })}
        isOptional={!isMissing}
        isSecret
      />
      {reach.kind === 'choice' && password !== '' && (
        <Cell
          title={t('vault.keep')}
          value={
            <Switch
              isOn={keepsPassword}
              onChange={(isOn) => onChange({ keepsPassword: isOn })}
              label={t('vault.keep')}
            />
          }
        />
      )}
      {isMissing && <Cell title={t('vault.none')} onClick={() => onChange({ usesPassword: false })} />}
    </CellGroup>
  )
}

export function SessionFields({ form, onChange }: FieldsProps) {
  const t = useT()
  const isKeepAliveWrong = keepAliveOf(form.keepAlive) === undefined
  const note = isKeepAliveWrong ? (
    <View className="tone-bad">{t('editor.keepAlive.invalid')}</View>
  ) : (
    t('editor.keepAlive.note')
  )
  return (
    <CellGroup header={t('editor.session')} footer={note}>
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
      <FieldCell
        title={t('editor.keepAlive')}
        value={form.keepAlive}
        onChange={(keepAlive) => onChange({ keepAlive })}
        isNumber
        maxLength={5}
        unit={<View className="unit">{t('editor.keepAlive.seconds')}</View>}
      />
    </CellGroup>
  )
}
