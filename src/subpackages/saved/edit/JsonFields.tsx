import { View } from '@tarojs/components'
import { useState } from 'react'
import { isJsonNumber, withField, type FormField } from '@/core/collections/jsonForm'
import { stepNumber } from '@/core/collections/stepNumber'
import { savedLimits } from '@/core/collections/savedMessage'
import { formatPath } from '@/core/payload/path'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { Field } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { Switch } from '@/ui/Switch'

interface JsonFieldsProps {
  payload: string
  fields: readonly FormField[]
  onChange: (payload: string) => void
}

/** The values of a JSON payload, each with what changes its kind best; the text around them stays as it is. */
export function JsonFields({ payload, fields, onChange }: JsonFieldsProps) {
  return (
    <CellGroup>
      {fields.map((field) => (
        <FieldRow
          key={formatPath(field.path)}
          field={field}
          onChange={(text) => onChange(withField(payload, field, text))}
        />
      ))}
    </CellGroup>
  )
}

function FieldRow({ field, onChange }: { field: FormField; onChange: (text: string) => void }) {
  const t = useT()
  // the root is no name: `$.a.b` reads as `a.b`
  const name = formatPath(field.path).replace(/^\$\.?/, '')
  switch (field.kind) {
    case 'number':
      return <NumberRow key={name} name={name} text={field.text} onChange={onChange} />
    case 'boolean':
      return (
        <Cell
          className="saved-edit-row"
          title={name}
          value={<Switch isOn={field.text === 'true'} onChange={(isOn) => onChange(String(isOn))} label={name} />}
        />
      )
    case 'string':
      return (
        <Cell
          className="saved-edit-row"
          title={name}
          value={
            <Field variant="row" value={field.text} onChange={onChange} label={name} maxLength={savedLimits.payload} />
          }
        />
      )
    case 'variable':
      return (
        <Cell
          className="saved-edit-row"
          title={name}
          note={t('saved.payload.variable')}
          value={<View className="mono tone-accent">{field.text}</View>}
        />
      )
    case 'null':
      return <Cell className="saved-edit-row" title={name} value={t('saved.payload.null')} />
  }
}

/** What is typed stands here until it is a number: the payload never stops being JSON by a half-typed one. */
function NumberRow({ name, text, onChange }: { name: string; text: string; onChange: (text: string) => void }) {
  const t = useT()
  const [typed, setTyped] = useState<string>()
  const step = (by: -1 | 1) => {
    const next = stepNumber(text, by)
    setTyped(undefined)
    if (next !== undefined) onChange(next)
  }
  const isSteppable = stepNumber(text, 1) !== undefined
  return (
    <Cell
      className="saved-edit-row"
      title={name}
      value={
        <>
          <Field
            variant="row"
            value={typed ?? text}
            label={name}
            isMono
            onChange={(value) => {
              setTyped(value)
              if (isJsonNumber(value)) onChange(value)
            }}
            onBlur={() => setTyped(undefined)}
          />
          <IconButton
            icon="minus"
            size={20}
            label={t('saved.send.less', { name })}
            isDisabled={!isSteppable}
            onClick={() => step(-1)}
          />
          <IconButton
            icon="plus"
            className="saved-edit-last"
            size={20}
            label={t('saved.send.more', { name })}
            isDisabled={!isSteppable}
            onClick={() => step(1)}
          />
        </>
      }
    />
  )
}
