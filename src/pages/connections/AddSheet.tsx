import { View } from '@tarojs/components'
import { reachOf } from '@/core/profile/reach'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { platform } from '@/ui/platform'
import { Sheet } from '@/ui/Sheet'
import { Tag } from '@/ui/Tag'
import { publicBrokers } from './publicBrokers'

interface AddSheetProps {
  onNew: () => void
  onScan: () => void
  onPaste: () => void
  onImport: () => void
  onLogFile: () => void
  onPublic: (broker: (typeof publicBrokers)[number]) => void
  onClose: () => void
}

/** The ways to a new connection. */
export function AddSheet({ onNew, onScan, onPaste, onImport, onLogFile, onPublic, onClose }: AddSheetProps) {
  const t = useT()
  return (
    <Sheet title={t('add.title')} onClose={onClose}>
      <CellGroup>
        <Cell
          icon="edit"
          iconTone="accent"
          title={t('add.new')}
          note={t('add.new.note')}
          trail="chevron"
          onClick={onNew}
        />
        {platform.isWeapp && (
          <Cell
            icon="scan"
            iconTone="accent"
            title={t('profileImport.scan')}
            note={t('profileImport.scan.note')}
            trail="chevron"
            onClick={onScan}
          />
        )}
        <Cell
          icon="link"
          iconTone="accent"
          title={t('add.paste')}
          note={t('add.paste.note')}
          trail="chevron"
          onClick={onPaste}
        />
        <Cell
          icon="upload"
          iconTone="accent"
          title={t('profileImport.menu')}
          note={t('profileImport.menu.note')}
          trail="chevron"
          onClick={onImport}
        />
        <Cell
          icon="log"
          iconTone="accent"
          title={t('import.title')}
          note={t('add.log.note')}
          trail="chevron"
          onClick={onLogFile}
        />
      </CellGroup>
      <CellGroup header={t('add.public')} aside={t('add.public.note')}>
        {publicBrokers.map((broker) => (
          <Cell
            key={broker.url}
            className="li-address"
            title={
              <View className="add-broker">
                <View className="add-broker-name">{broker.name}</View>
                {reachOf(broker.url).weapp === 'listed' && <Tag>{t('add.public.listed')}</Tag>}
              </View>
            }
            note={broker.url}
            trail="plus"
            onClick={() => onPublic(broker)}
          />
        ))}
      </CellGroup>
    </Sheet>
  )
}
