import { View } from '@tarojs/components'
import { useState } from 'react'
import { duration, megabytes } from '@/i18n/format'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import type { Form } from './form'
import type { Question } from './Questions'
import { WillFields, willTitle } from './WillFields'
import { isWillValid } from './willForm'

interface AdvancedFieldsProps {
  form: Form
  onChange: (change: Partial<Form>) => void
  onAsk: (question: Question) => void
}

/** What most connections never need: folded, with what holds in one line. */
export function AdvancedFields({ form, onChange, onAsk }: AdvancedFieldsProps) {
  const t = useT()
  const [isOpened, setOpened] = useState(false)
  // what stands in the way of saving must be seen
  const isOpen = isOpened || !isWillValid(form)
  const kept = form.keepSession ? duration(form.sessionExpirySeconds * 1_000, t) : t('facts.expiry.none')
  const summary = [`${t('editor.expiry')} ${kept}`, `${t('editor.will')} ${willTitle(form.willMode, form, t)}`]
  return (
    <>
      <CellGroup header={t('editor.more')}>
        <Cell
          title={t('editor.advanced')}
          note={isOpen ? undefined : summary.join(' · ')}
          isExpanded={isOpen}
          onClick={() => setOpened(!isOpened)}
        />
      </CellGroup>
      {isOpen && (
        <>
          <CellGroup
            footer={
              <>
                <View>{t(form.protocolVersion === 5 ? 'editor.expiry.note' : 'editor.expiry.note4')}</View>
                <View>{t('editor.unknown.note')}</View>
              </>
            }
          >
            <Cell title={t('editor.expiry')} value={kept} trail="expand" onClick={() => onAsk('expiry')} />
            <Cell
              title={t('editor.unknown')}
              value={t(`editor.unknown.${form.unknownRule}`)}
              trail="expand"
              onClick={() => onAsk('unknown')}
            />
            <Cell
              title={t('editor.packetSize')}
              value={megabytes(form.maximumPacketSize)}
              trail="expand"
              onClick={() => onAsk('packetSize')}
            />
          </CellGroup>
          <WillFields form={form} onChange={onChange} />
        </>
      )}
    </>
  )
}
