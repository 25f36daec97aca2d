import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { payloadFormats, type PayloadFormat } from '@/core/payload/formats'
import { a11y } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'

interface FormatChoiceProps {
  /** Absent: as the bytes are detected */
  format: PayloadFormat | undefined
  onChange: (format: PayloadFormat | undefined) => void
}

const choices: readonly (PayloadFormat | undefined)[] = [undefined, ...payloadFormats]

/** How the payloads of a subscription are shown: one line, which opens to all there are. */
export function FormatChoice({ format, onChange }: FormatChoiceProps) {
  const t = useT()
  const [isOpen, setOpen] = useState(false)
  const nameOf = (choice: PayloadFormat | undefined) => t(choice ? `detail.view.${choice}` : 'subs.format.auto')
  const choose = (choice: PayloadFormat | undefined) => {
    setOpen(false)
    onChange(choice)
  }
  return (
    <View className="subs-format">
      <View
        className="subs-format-line"
        hoverClass="is-pressed"
        onClick={() => setOpen(!isOpen)}
        {...a11y({
          role: 'button',
          isFocusable: true,
          isExpanded: isOpen,
          label: `${t('subs.format')} ${nameOf(format)}`,
        })}
      >
        <View className="grow">{t('subs.format')}</View>
        <Text className="tone-2">{nameOf(format)}</Text>
        <Icon name={isOpen ? 'up' : 'down'} size={18} className="subs-format-fold" />
      </View>
      {isOpen && (
        <View className="subs-formats" {...a11y({ role: 'radiogroup', label: t('subs.format') })}>
          {choices.map((choice) => (
            <View
              key={choice ?? 'auto'}
              className="chip-target"
              onClick={() => choose(choice)}
              {...a11y({ role: 'radio', isFocusable: true, isChecked: choice === format, label: nameOf(choice) })}
            >
              <View className={classes('chip', choice === format && 'is-on')}>
                <Text className="chip-text">{nameOf(choice)}</Text>
              </View>
            </View>
          ))}
        </View>
      )}
    </View>
  )
}
