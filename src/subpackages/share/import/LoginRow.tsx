import { Cell } from '@/ui/Cell'
import { Field } from '@/ui/Field'
import { useT } from '@/ui/language'

interface LoginRowProps {
  title: string
  value: string
  onChange: (value: string) => void
  isSecret?: boolean
}

export function LoginRow({ title, value, onChange, isSecret }: LoginRowProps) {
  const t = useT()
  return (
    <Cell
      title={title}
      className={isSecret ? 'li-field li-action' : 'li-field'}
      value={
        <Field
          variant="row"
          value={value}
          onChange={onChange}
          label={title}
          placeholder={t('editor.optional')}
          isSecret={isSecret}
        />
      }
    />
  )
}
