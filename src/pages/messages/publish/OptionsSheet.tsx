import { View } from '@tarojs/components'
import { useT } from '@/ui/language'
import { canSave } from '@/features/collections/handover'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { Segmented } from '@/ui/Segmented'
import { Sheet } from '@/ui/Sheet'
import { Switch } from '@/ui/Switch'
import type { PublishDraft } from './usePublishDraft'

const qosOptions = ([0, 1, 2] as const).map((value) => ({ value, label: `QoS ${value}` }))

interface OptionsSheetProps {
  draft: PublishDraft
  onSave: () => void
  onClose: () => void
}

/** QoS, retain and JSON for large text, where they do not fit beside the topic. */
export function OptionsSheet({ draft, onSave, onClose }: OptionsSheetProps) {
  const t = useT()
  return (
    <Sheet title={t('publish.options')} onClose={onClose}>
      <View className="msg-options-qos">
        <Segmented options={qosOptions} value={draft.qos} onChange={draft.setQos} label={t('subs.qos')} isTall />
      </View>
      <CellGroup>
        <Cell
          title={t('publish.retain')}
          value={<Switch isOn={draft.retain} onChange={draft.toggleRetain} label={t('publish.retain')} />}
        />
        <Cell
          title={t('publish.json')}
          value={<Switch isOn={draft.isJson} onChange={draft.toggleJson} label={t('publish.json')} />}
        />
      </CellGroup>
      {canSave(draft) && (
        <CellGroup>
          <Cell icon="bookmark" title={t('saved.saveDraft')} trail="chevron" onClick={onSave} />
        </CellGroup>
      )}
    </Sheet>
  )
}
