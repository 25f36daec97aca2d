import { useState, type ComponentType } from 'react'
import type { Connections } from '@/pages/connections/Connections'
import { AsideContext } from '@/ui/aside'
import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { useT } from '@/ui/language'
import { TabBar } from '@/ui/TabBar'
import { isUnsaved } from '@/ui/unsaved'
import { Overlay } from '../Overlay'
import { openBeside, openTab, usePlace } from './place'

interface SideProps {
  /** The page's own list */
  list: ComponentType<Parameters<typeof Connections>[0]>
}

/** The connections and the tabs, beside the page that is open. */
export function Side({ list: List }: SideProps) {
  const t = useT()
  const { tab, profileId } = usePlace()
  const [leaving, setLeaving] = useState<() => void>()
  const go = (run: () => void) => (isUnsaved() ? setLeaving(() => run) : run())
  const stay = () => setLeaving(undefined)
  return (
    <>
      <AsideContext.Provider value>
        <List
          chosenId={profileId}
          onOpen={(id) => go(() => openBeside(id))}
          bottom={<TabBar current={tab} onChoose={(name) => go(() => openTab(name))} />}
        />
      </AsideContext.Provider>
      {leaving && (
        <Overlay>
          <ConfirmSheet
            title={t('editor.leave.title')}
            text={t('editor.leave.text')}
            confirm={t('editor.leave.confirm')}
            cancel={t('editor.leave.stay')}
            isDangerous
            onConfirm={() => {
              stay()
              leaving()
            }}
            onClose={stay}
          />
        </Overlay>
      )}
    </>
  )
}
