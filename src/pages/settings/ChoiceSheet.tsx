import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { Sheet } from '@/ui/Sheet'

interface ChoiceSheetProps<T extends string> {
  title: string
  options: readonly { value: T; label: string }[]
  value: T
  onChoose: (value: T) => void
  onClose: () => void
}

/** One of few, taken by a tap. */
export function ChoiceSheet<T extends string>({ title, options, value, onChoose, onClose }: ChoiceSheetProps<T>) {
  return (
    <Sheet title={title} onClose={onClose}>
      <CellGroup>
        {options.map((option) => (
          <Cell
            key={option.value}
            title={option.label}
            isChosen={option.value === value}
            onClick={() => {
              onClose()
              onChoose(option.value)
            }}
          />
        ))}
      </CellGroup>
    </Sheet>
  )
}
