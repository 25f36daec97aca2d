import { View } from '@tarojs/components'
import { useShareAppMessage } from '@tarojs/taro'
import { useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import { useConnections } from '@/features/connections/connections'
import { openLogFile } from '@/features/transfer/link'
import { openImport, openShare } from '@/features/transfer/offers'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { TabBar } from '@/ui/TabBar'
import { ActionSheet } from './ActionSheet'
import { AddSheet } from './AddSheet'
import { ConnectionList } from './ConnectionList'
import { EmptyList, FailedList, LoadingList } from './otherLists'
import { cardPicture } from './shareCard'
import { useConnectionActions } from './useConnectionActions'
import './index.css'

export default function ConnectionsPage() {
  const t = useT()
  const load = useConnections((state) => state.load)
  const isEmpty = useConnections((state) => state.profiles.length === 0 && state.broken.length === 0)
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
  // the app itself: nothing of what is on the screen
  useShareAppMessage(() => ({ title: t('app.card'), path: '/pages/connections/index', imageUrl: cardPicture }))

  function list() {
    if (typeof load === 'object') return <FailedList />
    if (!isEmpty) {
      return (
        <ConnectionList onActions={setChosen} onPause={actions.pause} onDelete={actions.remove} onShow={setScrollTo} />
      )
    }
    if (load === 'loading') return <LoadingList />
    return (
      <EmptyList
        onNew={() => actions.edit()}
        onScan={actions.scan}
        onPaste={() => void actions.paste()}
        onPublic={() => setAdding(true)}
      />
    )
  }

  return (
    <Page
      top={
        <NavBar
          isRoot
          title={t('tab.connections')}
          actions={<IconButton icon="plus" label={t('connections.add')} onClick={() => setAdding(true)} />}
        />
      }
      bottom={<TabBar current="connections" />}
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
      <View className="connections">{list()}</View>
    </Page>
  )
}
