import { View } from '@tarojs/components'
import type { SavedMessage } from '@/core/collections/savedMessage'
import { loadCollections, useCollections } from '@/features/collections/collections'
import { openSavedEdit } from '@/features/collections/handover'
import { a11y } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { useGrowing } from '@/ui/useGrowing'
import { SavedRow } from './SavedRow'
import { useSavedActions } from './useSavedActions'

interface SavedListProps {
  shown: readonly SavedMessage[]
  folder: string | undefined
  onSend: (message: SavedMessage) => void
  onActions: (message: SavedMessage) => void
}

/** The messages, or why there are none to see. */
export function SavedList({ shown, folder, onSend, onActions }: SavedListProps) {
  const t = useT()
  const { load, messages, broken } = useCollections()
  const actions = useSavedActions()
  const drawn = useGrowing(shown.length)
  if (load === 'loading') return <LoadingRows />
  if (typeof load === 'object') return <Failed />
  return (
    <>
      {shown.length > 0 && (
        <>
          <View className="group-card">
            {shown.slice(0, drawn).map((message) => (
              <SavedRow
                key={message.id}
                message={message}
                onEdit={({ id }) => openSavedEdit({ id })}
                onActions={onActions}
                onSend={onSend}
                onDuplicate={actions.duplicate}
                onDelete={actions.remove}
              />
            ))}
          </View>
          <View className="group-footer">{t('saved.note')}</View>
        </>
      )}
      {messages.length > 0 && shown.length === 0 && (
        <EmptyState icon="search" title={t('saved.search.none')} text={t('saved.search.none.text')} />
      )}
      {messages.length === 0 && broken.length === 0 && (
        <EmptyState icon="bookmark" title={t('saved.none.title')} text={t('saved.none.text')}>
          <Button icon="plus" className="saved-first" onClick={() => openSavedEdit({ folder })}>
            {t('saved.add')}
          </Button>
        </EmptyState>
      )}
      {broken.length > 0 && (
        <View className="saved-notice">
          <Notice tone="wait" title={t('saved.broken', { n: broken.length })}>
            {t('saved.broken.text')}
            {broken.map(({ key, issue }) => (
              <View key={key} className="mono-s saved-issue">
                {`${key}: ${issue}`}
              </View>
            ))}
          </Notice>
        </View>
      )}
      <View className="page-end" />
    </>
  )
}

function LoadingRows() {
  const t = useT()
  return (
    <View className="group-card" {...a11y({ role: 'status', label: t('saved.loading') })}>
      {[0, 1, 2].map((index) => (
        <View key={index} className="saved-row ruled">
          <View className="saved-tap">
            <View className="saved-placeholder saved-placeholder-name" />
            <View className="saved-placeholder" />
            <View className="saved-placeholder" />
          </View>
        </View>
      ))}
    </View>
  )
}

function Failed() {
  const t = useT()
  return (
    <View className="saved-notice">
      <Notice tone="bad" icon="alert" title={t('saved.failed.title')} isLive>
        {t('saved.failed.text')}
      </Notice>
      <Button variant="soft" icon="refresh" className="saved-first" onClick={() => void loadCollections()}>
        {t('common.retry')}
      </Button>
    </View>
  )
}
