import { View } from '@tarojs/components'
import { loadConnections } from '@/features/connections/connections'
import { a11y } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useLanguage, useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { platform } from '@/ui/platform'

interface EmptyListProps {
  onNew: () => void
  onScan: () => void
  onPaste: () => void
  onPublic: () => void
}

/** Before the first connection. */
export function EmptyList({ onNew, onScan, onPaste, onPublic }: EmptyListProps) {
  const t = useT()
  return (
    <EmptyState icon="homing" title={t('connections.empty.title')} text={t('connections.empty.text')}>
      <Button icon="plus" className="connections-first" onClick={onNew}>
        {t('connections.empty.new')}
      </Button>
      <View className="row connections-second">
        {platform.isWeapp && (
          <Button icon="scan" variant="neutral" className="grow connections-beside" onClick={onScan}>
            {t('connections.empty.scan')}
          </Button>
        )}
        <Button icon="link" variant="neutral" className="grow" onClick={onPaste}>
          {t('connections.empty.paste')}
        </Button>
      </View>
      <Button variant="text" className="connections-third" onClick={onPublic}>
        {t('connections.empty.public')}
      </Button>
    </EmptyState>
  )
}

/** While the storage is being read: still, since it takes a moment only. */
export function LoadingList() {
  const t = useT()
  return (
    <>
      <View className="page-lead" />
      <View className="group-card" {...a11y({ role: 'status', label: t('connections.loading') })}>
        {[0, 1, 2].map((index) => (
          <View key={index} className="conn conn-tap ruled">
            <View className="tile placeholder" />
            <View className="conn-body">
              <View className="placeholder placeholder-name" />
              <View className="placeholder placeholder-line" />
              <View className="placeholder placeholder-line" />
            </View>
          </View>
        ))}
      </View>
    </>
  )
}

/** The storage did not answer. */
export function FailedList() {
  const t = useT()
  const language = useLanguage()
  return (
    <View className="connections-notice">
      <Notice tone="bad" icon="alert" title={t('connections.failed.title')} isLive>
        {t('connections.failed.text')}
      </Notice>
      <Button
        variant="soft"
        icon="refresh"
        className="connections-second"
        onClick={() => void loadConnections(language)}
      >
        {t('common.retry')}
      </Button>
    </View>
  )
}
