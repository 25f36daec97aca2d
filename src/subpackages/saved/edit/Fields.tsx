import { View } from '@tarojs/components'
import { foldersOf, savedLimits, type SavedMessage } from '@/core/collections/savedMessage'
import type { QoS } from '@/core/session/packets'
import { useCollections } from '@/features/collections/collections'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { ChoiceSheet } from '@/ui/ChoiceSheet'
import { Field } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { Segmented } from '@/ui/Segmented'
import { Switch } from '@/ui/Switch'

const qosOptions: readonly { value: QoS; label: string }[] = ([0, 1, 2] as const).map((value) => ({
  value,
  label: String(value),
}))

interface FieldsProps {
  message: SavedMessage
  onChange: (patch: Partial<SavedMessage>) => void
}

/** How it is called and where it stands. */
export function NameFields({
  message,
  onChange,
  onSheet,
}: FieldsProps & { onSheet: (sheet: JSX.Element | undefined) => void }) {
  const t = useT()
  const folders = foldersOf(useCollections((s) => s.messages))
  const choose = () =>
    onSheet(
      <ChoiceSheet
        title={t('saved.folder.choose')}
        options={[{ value: '', label: t('saved.folder.none') }].concat(
          folders.map(({ name }) => ({ value: name, label: name })),
        )}
        value={message.folder}
        onChoose={(folder) => onChange({ folder })}
        onClose={() => onSheet(undefined)}
      />,
    )
  return (
    <CellGroup>
      <Cell
        className="saved-edit-row"
        title={t('saved.name')}
        value={
          <Field
            variant="row"
            value={message.name}
            onChange={(name) => onChange({ name })}
            label={t('saved.name')}
            placeholder={t('saved.unnamed')}
            maxLength={savedLimits.name}
          />
        }
      />
      <Cell
        className="saved-edit-row"
        title={t('saved.folder')}
        value={
          <Field
            variant="row"
            value={message.folder}
            onChange={(folder) => onChange({ folder })}
            label={t('saved.folder')}
            placeholder={t('saved.folder.none')}
            maxLength={savedLimits.folder}
            trail={
              folders.length > 0 ? (
                <IconButton
                  className="saved-edit-last"
                  icon="expand"
                  size={18}
                  tone="quiet"
                  label={t('saved.folder.choose')}
                  onClick={choose}
                />
              ) : undefined
            }
          />
        }
      />
    </CellGroup>
  )
}

interface OptionFieldsProps extends FieldsProps {
  expiry: string
  isExpiryBad: boolean
  onExpiry: (expiry: string) => void
}

/** How it is sent. */
export function OptionFields({ message, onChange, expiry, isExpiryBad, onExpiry }: OptionFieldsProps) {
  const t = useT()
  const { qos, retain, mustConfirm } = message
  return (
    <>
      <CellGroup
        footer={
          isExpiryBad ? (
            <View className="tone-bad">{t('saved.expiry.bad', { most: savedLimits.expirySeconds })}</View>
          ) : undefined
        }
      >
        <Cell
          title={t('subs.qos')}
          value={
            <Segmented
              options={qosOptions}
              value={qos}
              onChange={(next) => onChange({ qos: next })}
              label={t('subs.qos')}
            />
          }
        />
        <Cell
          title={t('publish.retain')}
          value={<Switch isOn={retain} onChange={(next) => onChange({ retain: next })} label={t('publish.retain')} />}
        />
        <Cell
          className="saved-edit-row"
          title={t('saved.expiry')}
          value={
            <Field
              variant="row"
              value={expiry}
              onChange={onExpiry}
              label={t('saved.expiry')}
              placeholder={t('saved.expiry.none')}
              isNumber
              maxLength={6}
            />
          }
        />
      </CellGroup>
      <CellGroup footer={t('saved.confirm.note')}>
        <Cell
          title={t('saved.confirm')}
          value={
            <Switch
              isOn={mustConfirm}
              onChange={(next) => onChange({ mustConfirm: next })}
              label={t('saved.confirm')}
            />
          }
        />
      </CellGroup>
    </>
  )
}
