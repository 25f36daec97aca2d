import { View } from '@tarojs/components'
import type { SavedMessage } from '@/core/collections/savedMessage'
import { tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { contextMenu, SwipeRow, type SwipeAction } from '@/ui/SwipeRow'
import { TemplateText } from './TemplateText'

interface SavedRowProps {
  message: SavedMessage
  onEdit: (message: SavedMessage) => void
  onActions: (message: SavedMessage) => void
  onSend: (message: SavedMessage) => void
  onDuplicate: (message: SavedMessage) => void
  onDelete: (message: SavedMessage) => void
}

/** A saved message: its row opens it, its arrow sends it. */
export function SavedRow({ message, onEdit, onActions, onSend, onDuplicate, onDelete }: SavedRowProps) {
  const t = useT()
  const swipes: SwipeAction[] = [
    { icon: 'copy', label: t('saved.duplicate'), onClick: () => onDuplicate(message) },
    { icon: 'trash', label: t('common.delete'), isBad: true, onClick: () => onDelete(message) },
  ]
  const { topic, payload, qos, retain, mustConfirm } = message
  const name = message.name || t('saved.unnamed')
  const facts = [`QoS ${qos}`, retain && t('publish.retain'), mustConfirm && t('saved.mustConfirm')].filter(Boolean)
  return (
    <SwipeRow className="saved-row ruled" actions={swipes}>
      <View
        className="saved-tap"
        hoverClass="is-pressed"
        hoverStayTime={80}
        onClick={() => onEdit(message)}
        onLongPress={() => onActions(message)}
        {...contextMenu(() => onActions(message))}
        {...tappable(t('saved.row', { name, topic }))}
      >
        <View className="saved-head">
          <View className="saved-name ellipsis">{name}</View>
          <View className="saved-facts">{facts.join(' · ')}</View>
        </View>
        <TemplateText className="saved-topic">{topic}</TemplateText>
        {payload === '' ? (
          <View className="saved-empty">{t('saved.noPayload')}</View>
        ) : (
          <TemplateText className="saved-payload">{payload}</TemplateText>
        )}
      </View>
      <View
        className="saved-send"
        hoverClass="is-pressed"
        onClick={() => onSend(message)}
        {...tappable(t('saved.send', { name }))}
      >
        <View className="saved-arrow">
          <Icon name="send" size={20} />
        </View>
      </View>
    </SwipeRow>
  )
}
