import { ScrollView, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { questionsOf } from '@/core/collections/fill'
import { findSaved, foldersOf, type SavedMessage } from '@/core/collections/savedMessage'
import { loadCollections, useCollections } from '@/features/collections/collections'
import { openSavedEdit } from '@/features/collections/handover'
import { loadMemory, rememberTarget } from '@/features/collections/memory'
import { useSavedTarget } from '@/features/collections/useSavedTarget'
import { useConnections } from '@/features/connections/connections'
import { thousands } from '@/i18n/format'
import { Chip } from '@/ui/Chip'
import { ChoiceSheet } from '@/ui/ChoiceSheet'
import { Field } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { TabBar } from '@/ui/TabBar'
import { showToast } from '@/ui/toasts'
import { RepeatBar } from './RepeatBar'
import { SavedActionSheet } from './SavedActionSheet'
import { SavedList } from './SavedList'
import { SendSheet } from './SendSheet'
import { TargetLine } from './TargetLine'
import { useSending } from './useSending'
import './index.css'

type Open =
  | { name: 'target' }
  | { name: 'actions'; message: SavedMessage }
  | { name: 'send'; message: SavedMessage; isRepeating: boolean }

/** Messages that are kept to be sent again: the second tab. */
export default function SavedPage() {
  const t = useT()
  const messages = useCollections((s) => s.messages)
  const [folder, setFolder] = useState<string>()
  const [search, setSearch] = useState<string>()
  const [open, setOpen] = useState<Open>()
  const profile = useSavedTarget()
  const { send, repeat } = useSending(profile)
  useEffect(() => {
    void loadCollections()
    void loadMemory()
  }, [])

  const folders = foldersOf(messages)
  // its last message may have left it
  const chosen = folders.some(({ name }) => name === folder) ? folder : undefined
  const shown = findSaved(messages, { folder: chosen, text: search })
  const close = () => setOpen(undefined)

  const ask = (message: SavedMessage) => {
    if (!profile) return showToast({ text: t('saved.to.none') })
    const isAsking = message.mustConfirm || questionsOf(message.topic, message.payload).length > 0
    if (isAsking) setOpen({ name: 'send', message, isRepeating: false })
    else send(message)
  }

  return (
    <Page
      top={
        <NavBar
          isRoot
          title={t('tab.saved')}
          actions={
            <>
              {messages.length > 0 && (
                <IconButton
                  icon={search === undefined ? 'search' : 'x'}
                  label={t(search === undefined ? 'saved.search' : 'common.close')}
                  onClick={() => setSearch(search === undefined ? '' : undefined)}
                />
              )}
              <IconButton icon="plus" label={t('saved.add')} onClick={() => openSavedEdit({ folder: chosen })} />
            </>
          }
        />
      }
      bottom={<TabBar current="saved" />}
      overlay={open && <Overlay {...{ open, profile, shown, onOpen: setOpen, onClose: close, send, repeat }} />}
    >
      {/* what comes and goes above the list has a place of its own: WeChat would be sent the whole list with it */}
      <View>
        {search !== undefined && (
          <View className="saved-search">
            <Field
              value={search}
              onChange={setSearch}
              label={t('saved.search')}
              placeholder={t('saved.search.placeholder')}
              hasClear
            />
          </View>
        )}
        {folders.length > 0 && <FolderChips {...{ folders, chosen }} total={messages.length} onChoose={setFolder} />}
        {messages.length > 0 && <TargetLine profile={profile} onChoose={() => setOpen({ name: 'target' })} />}
        <RepeatBar />
      </View>
      <SavedList
        shown={shown}
        folder={chosen}
        onSend={ask}
        onActions={(message) => setOpen({ name: 'actions', message })}
      />
    </Page>
  )
}

interface FolderChipsProps {
  folders: ReturnType<typeof foldersOf>
  total: number
  chosen: string | undefined
  onChoose: (folder: string | undefined) => void
}

function FolderChips({ folders, total, chosen, onChoose }: FolderChipsProps) {
  const t = useT()
  return (
    <ScrollView scrollX className="saved-chips" showScrollbar={false} enhanced>
      <View className="chips">
        <Chip isSelected={chosen === undefined} count={thousands(total)} onClick={() => onChoose(undefined)}>
          {t('saved.all')}
        </Chip>
        {folders.map(({ name, count }) => (
          <Chip key={name} isSelected={name === chosen} count={thousands(count)} onClick={() => onChoose(name)}>
            {name}
          </Chip>
        ))}
      </View>
    </ScrollView>
  )
}

interface OverlayProps extends ReturnType<typeof useSending> {
  open: Open
  profile: ReturnType<typeof useSavedTarget>
  shown: readonly SavedMessage[]
  onOpen: (open: Open) => void
  onClose: () => void
}

function Overlay({ open, profile, shown, onOpen, onClose, send, repeat }: OverlayProps) {
  const t = useT()
  const profiles = useConnections((s) => s.profiles)
  switch (open.name) {
    case 'target':
      return (
        <ChoiceSheet
          title={t('saved.to.choose')}
          options={profiles.map(({ id, name, url }) => ({ value: id, label: name || url }))}
          value={profile?.id ?? ''}
          onChoose={rememberTarget}
          onClose={onClose}
        />
      )
    case 'actions':
      return (
        <SavedActionSheet
          message={open.message}
          shown={shown}
          onRepeat={() => onOpen({ name: 'send', message: open.message, isRepeating: true })}
          onClose={onClose}
        />
      )
    case 'send':
      return (
        <SendSheet
          message={open.message}
          profile={profile}
          isRepeating={open.isRepeating}
          onSend={(answers, everySeconds) => {
            onClose()
            if (everySeconds === undefined) send(open.message, answers)
            else repeat(open.message, answers, everySeconds)
          }}
          onClose={onClose}
        />
      )
  }
}
