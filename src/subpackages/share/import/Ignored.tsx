import { View } from '@tarojs/components'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'

/** What came along and is of no use, by the names it has there. */
export function Ignored({ what }: { what: readonly string[] }) {
  const t = useT()
  if (what.length === 0) return null
  return (
    <View className="offer-notice">
      <Notice tone="plain" title={t('profileImport.ignored', { n: what.length })}>
        <View className="offer-ignored">{what.join(' · ')}</View>
      </Notice>
    </View>
  )
}
