import { View } from '@tarojs/components'
import { useState, type ReactNode } from 'react'
import type { Profile } from '@/core/profile/profile'
import { useConnections } from '@/features/connections/connections'
import { openLogFile } from '@/features/transfer/link'
import { openImport, openShare } from '@/features/transfer/offers'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { ActionSheet } from './ActionSheet'
import { AddSheet } from './AddSheet'
import { ConnectionList } from './ConnectionList'
import { EmptyList, FailedList, LoadingList } from './otherLists'
import { useConnectionActions } from './useConnectionActions'
import './index.css'

interface ConnectionsProps {
  /** The tab bar */
  bottom: ReactNode
  onOpen: (id: string) => void
  /** The connection that stands open beside the list */
  chosenId?: string
}

/** The list of connections: a page of its own, or beside one in a wide window. */
export function Connections({ bottom, onOpen, chosenId }: ConnectionsProps) {
  const t = useT()
  const actions = useConnectionActions()
  const [isAdding, setAdding] = useState(false)
  const [chosen, setChosen] = useState<Profile>()
  const [scrollTo, setScrollTo] = useState<string>()

  const closing = (run: () => void) => () => {
    setAdding(false)
    setChosen(undefined)
    run()
  }
  const close = closing(() => {})

  return (
    <Page
      top={
        <NavBar
          isRoot
          title={t('tab.connections')}
          actions={<IconButton icon="plus" label={t('connections.add')} onClick={() => setAdding(true)} />}
        />
      }
      bottom={bottom}
      scrollTo={scrollTo}
      overlay={
        <>
          {isAdding && (
            <AddSheet
              onNew={closing(() => actions.edit())}
              onScan={closing(actions.scan)}
              onPaste={closing(() => void actions.paste())}
              onImport={closing(() => openImport())}
              onLogFile={closing(openLogFile)}
              onPublic={({ name, url }) =>
                closing(() =>
                  actions.edit(`?url=${encodeURIComponent(url)}&name=${encodeURIComponent(name)}&public=1`),
                )()
              }
              onClose={close}
            />
          )}
          {chosen && (
            <ActionSheet
              profile={chosen}
              onPause={(isPaused) => closing(() => actions.pause(chosen, isPaused))()}
              onEdit={closing(() => actions.edit(`?id=${encodeURIComponent(chosen.id)}`))}
              onShare={closing(() => openShare(chosen.id))}
              onDuplicate={closing(() => actions.duplicate(chosen))}
              onDelete={closing(() => actions.remove(chosen))}
              onClose={close}
            />
          )}
        </>
      }
    >
      <View className="connections">
        <Shown
          {...{ actions, onOpen, chosenId }}
          onActions={setChosen}
          onShow={setScrollTo}
          onPublic={() => setAdding(true)}
        />
      </View>
    </Page>
  )
}

interface ShownProps extends Pick<ConnectionsProps, 'onOpen' | 'chosenId'> {
  actions: ReturnType<typeof useConnectionActions>
  onActions: (profile: Profile) => void
  onShow: (id: string) => void
  onPublic: () => void
}

/** The list, or what stands in its place. */
function Shown({ actions, onOpen, chosenId, onActions, onShow, onPublic }: ShownProps) {
  const load = useConnections((state) => state.load)
  const isEmpty = useConnections((state) => state.profiles.length === 0 && state.broken.length === 0)
  if (typeof load === 'object') return <FailedList />
  if (!isEmpty) {
    return (
      <ConnectionList onPause={actions.pause} onDelete={actions.remove} {...{ onActions, onShow, onOpen, chosenId }} />
    )
  }
  if (load === 'loading') return <LoadingList />
  return (
    <EmptyList
      onNew={() => actions.edit()}
      onScan={actions.scan}
      onPaste={() => void actions.paste()}
      onPublic={onPublic}
    />
  )
}
