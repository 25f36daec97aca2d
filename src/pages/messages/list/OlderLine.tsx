import { View } from '@tarojs/components'
import type { Older } from '@/features/messages/useOlder'
import { tappable } from '@/ui/a11y'
import { useT } from '@/ui/language'

/** At the top of the list: what the log has above it. */
export function OlderLine({ state, onRetry }: { state: Older['state']; onRetry: () => void }) {
  const t = useT()
  switch (state) {
    case 'loading':
    case 'end':
    case 'full':
      return <View className="msg-older tone-3">{t(`older.${state}`)}</View>
    case 'idle':
    case 'failed':
      return (
        <View className="msg-older is-action" hoverClass="is-pressed" onClick={onRetry} {...tappable()}>
          {t(`older.${state}`)}
        </View>
      )
  }
}
