import { Cell } from './Cell'
import { CellGroup } from './CellGroup'
import { Sheet } from './Sheet'

interface ChoiceSheetProps<T extends string | number> {
  title: string
  options: readonly { value: T; label: string }[]
  /** absent where nothing is chosen yet: the options are things to do */
  value?: T
  onChoose: (value: T) => void
  /** Under the options */
  note?: string
  onClose: () => void
}

/** One of few, taken by a tap. */
export function ChoiceSheet<T extends string | number>(props: ChoiceSheetProps<T>) {
  const { title, options, value, onChoose, note, onClose } = props
  return (
    <Sheet title={title} onClose={onClose}>
      <CellGroup footer={note}>
        {options.map((option) => (
          <Cell
            key={option.value}
            title={option.label}
            isChosen={value === undefined ? undefined : option.value === value}
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
