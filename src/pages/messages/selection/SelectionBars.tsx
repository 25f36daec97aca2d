import { View } from '@tarojs/components'
import { useEffect } from 'react'
import type { Profile } from '@/core/profile/profile'
import { openExportOf } from '@/features/transfer/link'
import { a11y } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Tool } from '@/ui/Tool'
import type { Selection } from './useSelection'
import type { StoredMessages } from './useStoredMessages'

interface SelectionTopProps {
  profile: Profile
  count: number
  /** Selects all of the list, or none when all are */
  onAll: () => void
  onEnd: () => void
}

/** In the place of the page's own bar while messages are selected. */
export function SelectionTop({ profile, count, onAll, onEnd }: SelectionTopProps) {
  const t = useT()
  const words = t('select.count', { n: count })
  return (
    <>
      <NavBar
        title={words}
        subtitle={profile.name || profile.url}
        isRaised
        onBack={onEnd}
        actions={
          <>
            <Button variant="text" size="pill" onClick={onAll}>
              {t('select.all')}
            </Button>
            <IconButton icon="x" label={t('select.end')} onClick={onEnd} />
          </>
        }
      />
      <View className="msg-announce" {...a11y({ role: 'status', live: 'polite' })}>
        {words}
      </View>
    </>
  )
}

interface SelectionBarProps {
  profileId: string
  selection: Selection
  stored: StoredMessages
  onLayout: () => void
}

/** What can be done with all that are selected. */
export function SelectionBar({ profileId, selection, stored, onLayout }: SelectionBarProps) {
  const { actions, kept, end } = stored
  const t = useT()
  useEffect(() => {
    onLayout()
    return onLayout
  }, [onLayout])
  const picked = [...selection.values()].sort((a, b) => a.message.id - b.message.id)
  const messages = picked.map(({ message }) => message)
  const isNone = picked.length === 0
  const isAllKept = !isNone && messages.every(({ id }) => kept.ids.has(id))
  const ending = (run: () => void) => () => {
    end()
    run()
  }
  const keep = () => {
    if (isAllKept) actions.unkeep(messages.map(({ id }) => id))
    else actions.keep(messages)
  }
  return (
    <View className="foot tools">
      <Tool
        icon="copy"
        label={t('common.copy')}
        isDisabled={isNone}
        onClick={ending(() => actions.copyAll(messages))}
      />
      <Tool icon="pin" label={t(isAllKept ? 'keep.end' : 'keep.do')} isDisabled={isNone} onClick={ending(keep)} />
      <Tool
        icon="share"
        label={t('select.export')}
        isDisabled={isNone}
        onClick={ending(() => openExportOf(profileId, messages))}
      />
      <Tool
        icon="trash"
        label={t('common.delete')}
        tone="bad"
        isDisabled={isNone}
        onClick={ending(() => actions.remove(picked))}
      />
    </View>
  )
}
