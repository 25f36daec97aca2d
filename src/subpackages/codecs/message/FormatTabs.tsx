import { ScrollView, View } from '@tarojs/components'
import type { ReactNode } from 'react'
import { payloadFormats, type PayloadFormat } from '@/core/payload/formats'
import { a11y, tappable } from '@/ui/a11y'
import { ChoiceSheet } from '@/ui/ChoiceSheet'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'

interface FormatTabsProps {
  offered: readonly PayloadFormat[]
  value: PayloadFormat
  onChange: (format: PayloadFormat) => void
  onSheet: (sheet: ReactNode) => void
}

/** What the payload is shown as: what suits it, and behind the last tab everything else. */
export function FormatTabs({ offered, value, onChange, onSheet }: FormatTabsProps) {
  const t = useT()
  const showAll = () =>
    onSheet(
      <ChoiceSheet
        title={t('detail.view')}
        options={payloadFormats.map((format) => ({ value: format, label: t(`detail.view.${format}`) }))}
        value={value}
        onChoose={onChange}
        note={t('detail.view.note')}
        onClose={() => onSheet(null)}
      />,
    )
  return (
    <ScrollView scrollX className="detail-tabs">
      <View className="detail-tabs-row">
        <View className="row" {...a11y({ role: 'tablist', label: t('detail.view') })}>
          {offered.map((format) => (
            <View
              key={format}
              className={classes('detail-tab', format === value && 'is-on')}
              onClick={() => onChange(format)}
              {...a11y({ role: 'tab', isFocusable: true, isSelected: format === value })}
            >
              {t(`detail.view.${format}`)}
            </View>
          ))}
        </View>
        <View className="detail-tab" onClick={showAll} {...tappable(t('detail.view.more'))}>
          <Icon name="more" size={20} />
        </View>
      </View>
    </ScrollView>
  )
}
