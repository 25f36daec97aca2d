import { ScrollView, View } from '@tarojs/components'
import { useEffect, useRef, type ReactNode } from 'react'
import { useT } from './language'
import { a11y, tappable } from './a11y'
import { IconButton } from './IconButton'
import { platform } from './platform'
import { SheetToast } from './Toast'

interface SheetProps {
  title?: string
  /** Tap on the scrim, the close button, Escape on H5. Ask there first when something would be lost. */
  onClose: () => void
  children: ReactNode
}

/**
 * Content from the bottom over a scrim; drawn while it is in the tree. Its top stays below the navigation bar:
 * WeChat's capsule floats above everything.
 */
export function Sheet({ title, onClose, children }: SheetProps) {
  const t = useT()
  const { statusBarHeight, navHeight } = platform.topMetrics()
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  }, [onClose])
  useEffect(() => platform.holdFocus('sheet', () => close.current()), [])
  return (
    <View className="sheet-layer" {...a11y({ role: 'dialog', isModal: true, label: title })}>
      <View className="scrim" catchMove onClick={onClose} {...tappable(t('common.close'), { isFocusable: false })} />
      <View id="sheet" className="sheet" style={{ maxHeight: `calc(100% - ${statusBarHeight + navHeight + 4}px)` }}>
        <View className="sheet-grabber" />
        {title !== undefined && (
          <View className="sheet-header">
            <View className="sheet-title" {...a11y({ role: 'heading', level: 2 })}>
              {title}
            </View>
            <IconButton icon="x" size={20} label={t('common.close')} onClick={onClose} />
          </View>
        )}
        <ScrollView scrollY className="sheet-body">
          {children}
          <View className="sheet-end" />
        </ScrollView>
        <SheetToast />
      </View>
    </View>
  )
}
