import { View } from '@tarojs/components'
import { useEffect } from 'react'
import type { Profile } from '@/core/profile/profile'
import { openExportOf } from '@/features/transfer/link'
import { a11y, tappable } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import { IconButton } from '@/ui/IconButton'
import type { IconName } from '@/ui/icons'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
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
    <View className="foot select-bar">
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
        isBad
        isDisabled={isNone}
        onClick={ending(() => actions.remove(picked))}
      />
    </View>
  )
}

interface ToolProps {
  icon: IconName
  label: string
  isBad?: boolean
  isDisabled: boolean
  onClick: () => void
}

function Tool({ icon, label, isBad, isDisabled, onClick }: ToolProps) {
  return (
    <View
      className={classes('select-tool', isBad && 'tone-bad', isDisabled && 'is-disabled')}
      hoverClass={isDisabled ? 'none' : 'is-pressed'}
      onClick={() => !isDisabled && onClick()}
      {...tappable(undefined, { isDisabled })}
    >
      <Icon name={icon} />
      <View>{label}</View>
    </View>
  )
}
