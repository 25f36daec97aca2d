import { Cell } from '@/ui/Cell'
import { Field } from '@/ui/Field'

interface LoginRowProps {
  title: string
  value: string
  onChange: (value: string) => void
  isSecret?: boolean
}

export function LoginRow({ title, value, onChange, isSecret }: LoginRowProps) {
  return (
    <Cell
      title={title}
      className="li-field"
      value={<Field variant="row" value={value} onChange={onChange} label={title} isSecret={isSecret} />}
    />
  )
}
