import { View } from '@tarojs/components'
import type { Profile } from '@/core/profile/profile'
import { topicsOf } from '@/features/topics/topics'
import { thousands } from '@/i18n/format'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'
import { subtreeOf, type TopicActions } from './useTopicActions'

/** A topic may be longer than a screen */
const shownCharacters = 600

interface TopicSheetProps {
  profile: Profile
  path: string
  actions: TopicActions
  onLast: () => void
  onExpand: () => void
  onClear: () => void
  onClose: () => void
}

/** Everything that can be done with a topic or a level. */
export function TopicSheet({ profile, path, actions, onLast, onExpand, onClear, onClose }: TopicSheetProps) {
  const t = useT()
  const { id } = profile
  const node = topicsOf(id)?.tree.find(path)
  const closing = (run: () => void) => () => {
    onClose()
    run()
  }
  const isSubscribed = profile.subscriptions.some(({ filter }) => filter === subtreeOf(path))
  const counts = { n: thousands(node?.total ?? 0), topics: thousands(node?.topics ?? 0) }
  const name = path.length > shownCharacters ? `…${path.slice(-shownCharacters)}` : path
  return (
    <Sheet title={t('topics.selected.topics', counts)} onClose={onClose}>
      <View className="topics-sheet-topic">{name}</View>
      <CellGroup>
        {node && node.own > 0 && (
          <Cell icon="info" title={t('topics.last')} trail="chevron" onClick={closing(onLast)} />
        )}
        <Cell icon="filter" title={t('topics.show')} trail="chevron" onClick={closing(() => actions.show(path))} />
        <Cell
          icon="subs"
          title={isSubscribed ? t('topics.subscribed') : t('topics.subscribe', { filter: '…/#' })}
          label={t('topics.subscribe', { filter: subtreeOf(path) })}
          onClick={isSubscribed ? undefined : closing(() => actions.subscribe(path))}
        />
        <Cell icon="send" title={t('topics.publish')} trail="chevron" onClick={closing(() => actions.publish(path))} />
        <Cell icon="copy" title={t('messages.copyTopic')} onClick={closing(() => actions.copy(path))} />
        {node?.children && <Cell icon="down" title={t('topics.expandBelow')} onClick={onExpand} />}
        <Cell icon="trash" tone="bad" title={t('topics.clear')} trail="chevron" onClick={onClear} />
      </CellGroup>
    </Sheet>
  )
}
