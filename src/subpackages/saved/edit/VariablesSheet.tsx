import { View } from '@tarojs/components'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'

interface VariablesSheetProps {
  /** absent where there is no text to insert it into */
  onInsert?: (variable: string) => void
  onClose: () => void
}

/** Every variable with what it becomes; a tap inserts it. */
export function VariablesSheet({ onInsert, onClose }: VariablesSheetProps) {
  const t = useT()
  const row = (inner: string, note: string) => {
    const variable = `{{${inner}}}`
    return (
      <Cell
        key={variable}
        title={<View className="mono tone-accent">{variable}</View>}
        note={note}
        onClick={
          onInsert &&
          (() => {
            onClose()
            onInsert(variable)
          })
        }
      />
    )
  }
  return (
    <Sheet title={t('saved.variables')} onClose={onClose}>
      <CellGroup>
        {(['now', 'now_iso', 'uuid', 'counter', 'clientId'] as const).map((name) =>
          row(name, t(`saved.variable.${name}`)),
        )}
        {row('random 1 6', t('saved.variable.random'))}
      </CellGroup>
      <CellGroup
        footer={t(onInsert ? 'saved.variables.note' : 'saved.variables.noteForm', { open: '{{', escaped: '{{{{' })}
      >
        {row(t('saved.variable.example.value'), t('saved.variable.ask'))}
        {row(t('saved.variable.example.choices'), t('saved.variable.choices'))}
        {row(t('saved.variable.example.range'), t('saved.variable.range'))}
      </CellGroup>
    </Sheet>
  )
}
