import { forgetPublished } from '@/features/publish/published'
import { setSetting, useSettings, type Settings } from '@/features/settings/settings'
import { services } from '@/features/services'
import { platform } from '@/services/platform'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Switch } from '@/ui/Switch'

type Choice = 'keepsScreenOn' | 'hasHaptics' | 'remembersPublished'

/** @param props.keep says so when a choice cannot be stored */
export function WhileUsing({ keep }: { keep: (stored: Promise<void>) => void }) {
  const t = useT()
  const settings = useSettings()
  const set = (patch: Partial<Settings>) => {
    keep(setSetting(patch))
    // what is not wanted any more is not kept either
    if (patch.remembersPublished === false) keep(forgetPublished())
  }
  const row = (choice: Choice) => (
    <Cell
      title={t(`settings.${choice}`)}
      value={
        <Switch isOn={settings[choice]} onChange={(isOn) => set({ [choice]: isOn })} label={t(`settings.${choice}`)} />
      }
    />
  )
  return (
    <CellGroup header={t('settings.using')} footer={t('settings.remembersPublished.text')}>
      {services.screen.isAvailable() && row('keepsScreenOn')}
      {platform.canVibrate() && row('hasHaptics')}
      {row('remembersPublished')}
    </CellGroup>
  )
}
