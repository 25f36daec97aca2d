import { useEffect, useState } from 'react'
import '@/i18n/frame/words'
import { useT } from '@/ui/language'
import { setStandingToast } from '@/ui/toasts'
import { fetchAhead } from './ahead'
import { keepBadge } from './badge'
import { listenToKeys } from './keyboard/shortcuts'
import { ShortcutsSheet } from './keyboard/ShortcutsSheet'
import { keepOffline } from './offline/install'
import { Overlay } from './Overlay'

/** What the app does on H5 once its first screen is there. */
export function Later() {
  const t = useT()
  const [update, setUpdate] = useState<{ show: () => void }>()
  const [isHelpOpen, setHelpOpen] = useState(false)
  useEffect(() => void keepOffline((show) => setUpdate({ show })), [])
  useEffect(() => keepBadge(), [])
  useEffect(fetchAhead, [])
  useEffect(() => listenToKeys(() => setHelpOpen(true)), [])
  useEffect(() => {
    if (!update) return
    // nothing is loaded anew while a session runs but by this tap
    setStandingToast({ text: t('update.ready'), action: { label: t('update.reload'), run: update.show } })
    return () => setStandingToast(undefined)
  }, [update, t])
  if (!isHelpOpen) return null
  return (
    <Overlay>
      <ShortcutsSheet onClose={() => setHelpOpen(false)} />
    </Overlay>
  )
}
