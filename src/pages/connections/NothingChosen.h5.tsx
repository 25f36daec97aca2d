import { View } from '@tarojs/components'
import { useEffect } from 'react'
import { useConnections } from '@/features/connections/connections'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { Page } from '@/ui/Page'
import { platform } from '@/ui/platform'

/** In a wide window, beside the list while no connection is open. */
export function NothingChosen() {
  const t = useT()
  const title = t('tab.connections')
  useEffect(() => platform.announceTitle(title), [title])
  const hasSome = useConnections((state) => state.profiles.length > 0)
  return (
    <Page top={null} isFixed>
      <View className="page-fixed nothing-chosen">
        {hasSome && <EmptyState icon="homing" title={t('connections.choose')} />}
      </View>
    </Page>
  )
}
