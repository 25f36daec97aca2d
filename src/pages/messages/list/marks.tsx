import { View } from '@tarojs/components'
import { a11y, tappable } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'

/** That a message is kept, whatever the budget says. */
export function KeptMark() {
  const t = useT()
  return (
    <View className="msg-kept" {...a11y({ role: 'img', label: t('keep.kept') })}>
      <Icon name="pin" size={14} />
    </View>
  )
}

/** Whether a row is selected; nothing while none is being selected. */
export function PickMark({ isPicked }: { isPicked: boolean | undefined }) {
  if (isPicked === undefined) return null
  return (
    <View className={classes('msg-pick', isPicked && 'is-on')} {...a11y({ isHidden: true })}>
      {isPicked && <Icon name="check" size={14} />}
    </View>
  )
}

/** Class names of a row that is, or may be, selected. */
export const pickClasses = (isPicked: boolean | undefined) =>
  classes(isPicked !== undefined && 'is-picking', isPicked && 'is-picked')

/** What a tap on a row does, for a screen reader. */
export const rowRole = (isPicked: boolean | undefined) =>
  isPicked === undefined ? tappable() : tappable(undefined, { role: 'checkbox', isChecked: isPicked })
