import type { ReactNode } from 'react'
import { Cell } from '@/ui/Cell'
import { Field } from '@/ui/Field'
import { useT } from '@/ui/language'

interface FieldCellProps {
  title: string
  value: string
  onChange: (value: string) => void
  isOptional?: boolean
  isMono?: boolean
  isSecret?: boolean
  isNumber?: boolean
  maxLength?: number
  /** A button after the text */
  action?: ReactNode
  unit?: ReactNode
}

/** A row with its name at the left and what is typed at the right. */
export function FieldCell({ title, value, onChange, isOptional, action, unit, ...field }: FieldCellProps) {
  const t = useT()
  return (
    <Cell
      className={action || field.isSecret ? 'li-field li-action' : 'li-field'}
      title={title}
      value={
        <Field
          variant="row"
          value={value}
          onChange={onChange}
          label={title}
          placeholder={isOptional ? t('editor.optional') : undefined}
          trail={action ?? unit}
          {...field}
        />
      }
    />
  )
}
