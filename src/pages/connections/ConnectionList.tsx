import { View } from '@tarojs/components'
import { useConnections } from '@/features/connections/connections'
import { useStatusCounts } from './useStatusCounts'
import { tappable } from '@/ui/a11y'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { platform } from '@/ui/platform'
import { useGrowing } from '@/ui/useGrowing'
import { useNow } from '@/ui/useNow'
import { useWhileShown } from '@/ui/useWhileShown'
import { ConnectionRow, type ConnectionRowProps } from './ConnectionRow'

interface ConnectionListProps extends Pick<ConnectionRowProps, 'onActions' | 'onOpen' | 'onPause' | 'onDelete'> {
  chosenId: string | undefined
  /** Brings the element with this id into view */
  onShow: (id: string) => void
}

export function ConnectionList({ onShow, chosenId, ...rowProps }: ConnectionListProps) {
  const t = useT()
  const now = useWhileShown(useNow())
  const profiles = useConnections((state) => state.profiles)
  const broken = useConnections((state) => state.broken)
  const drawn = useGrowing(profiles.length)
  const { online, blocked } = useStatusCounts()
  const firstBlocked = profiles.find(({ id }) => blocked.includes(id))
  return (
    <>
      {profiles.length > 0 && (
        <>
          <View className="group-header connections-header">
            <View className="row">
              {t('connections.count', { n: profiles.length })}
              <View className="middot">·</View>
              {t('connections.online', { n: online })}
            </View>
            {firstBlocked && (
              <View
                className="connections-attention"
                onClick={() => onShow(`connection-${firstBlocked.id}`)}
                {...tappable()}
              >
                {t('connections.attention', { n: blocked.length })}
              </View>
            )}
          </View>
          <View className="group-card">
            {profiles.slice(0, drawn).map((profile) => (
              <ConnectionRow
                key={profile.id}
                profile={profile}
                now={now}
                isChosen={profile.id === chosenId}
                {...rowProps}
              />
            ))}
          </View>
        </>
      )}
      {broken.length > 0 && (
        <View className="connections-notice">
          <Notice tone="wait" title={t('connections.broken', { n: broken.length })}>
            {t('connections.broken.text')}
            {broken.map(({ key, issue }) => (
              <View key={key} className="mono-s">
                {`${key}: ${issue}`}
              </View>
            ))}
          </Notice>
        </View>
      )}
      {platform.isWeapp && <View className="group-footer connections-background">{t('connections.background')}</View>}
      <View className="page-end" />
    </>
  )
}
