import { View } from '@tarojs/components'
import { Button } from './Button'
import { useT } from './language'
import { Sheet } from './Sheet'

interface ConfirmSheetProps {
  title: string
  text: string
  confirm: string
  /** Says what keeps things as they are; "Cancel" where nothing better is known */
  cancel?: string
  isDangerous?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** A question before something that cannot be undone. */
export function ConfirmSheet({ title, text, confirm, cancel, isDangerous, onConfirm, onClose }: ConfirmSheetProps) {
  const t = useT()
  return (
    <Sheet title={title} onClose={onClose}>
      <View className="confirm">
        <View className="confirm-text">{text}</View>
        <View className="confirm-buttons">
          <Button variant="neutral" className="grow" onClick={onClose}>
            {cancel ?? t('common.cancel')}
          </Button>
          <Button variant={isDangerous ? 'danger-soft' : 'primary'} className="grow" onClick={onConfirm}>
            {confirm}
          </Button>
        </View>
      </View>
    </Sheet>
  )
}
