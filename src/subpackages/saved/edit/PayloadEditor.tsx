import { Textarea, View } from '@tarojs/components'
import { useRef, useState } from 'react'
import { formOf } from '@/core/collections/jsonForm'
import { savedLimits } from '@/core/collections/savedMessage'
import type { TemplateProblem } from '@/core/collections/template'
import { templateWords } from '@/i18n/savedWords'
import { browserField } from '@/ui/browserField'
import { tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { Segmented } from '@/ui/Segmented'
import { JsonFields } from './JsonFields'
import { VariablesSheet } from './VariablesSheet'

interface PayloadEditorProps {
  payload: string
  problem: TemplateProblem | undefined
  onChange: (payload: string) => void
  onSheet: (sheet: JSX.Element | undefined) => void
}

const plainText = { autocapitalize: 'off', autocorrect: 'off', spellcheck: false, autocomplete: 'off' }

/** What is sent: as text, or as a form where it is JSON. */
export function PayloadEditor({ payload, problem, onChange, onSheet }: PayloadEditorProps) {
  const t = useT()
  const fields = formOf(payload)
  const [mode, setMode] = useState<'form' | 'text'>(fields ? 'form' : 'text')
  // Taro's element on H5 keeps what it had: a new one begins with what was inserted
  const [inserted, setInserted] = useState(0)
  const cursor = useRef<number>()
  const insert = (variable: string) => {
    const at = Math.min(cursor.current ?? payload.length, payload.length)
    cursor.current = at + variable.length
    setInserted(inserted + 1)
    onChange(payload.slice(0, at) + variable + payload.slice(at))
  }
  return (
    <View>
      <View className="saved-edit-label">
        <View className="grow">{t('saved.payload')}</View>
        <View
          className="saved-edit-variables"
          onClick={() =>
            onSheet(
              <VariablesSheet onInsert={mode === 'text' ? insert : undefined} onClose={() => onSheet(undefined)} />,
            )
          }
          {...tappable()}
        >
          {t('saved.variables')}
        </View>
        <Segmented
          options={(['form', 'text'] as const).map((value) => ({ value, label: t(`saved.payload.${value}`) }))}
          value={mode}
          onChange={setMode}
          label={t('saved.payload.as')}
        />
      </View>
      {mode === 'form' && fields && fields.length > 0 && (
        <JsonFields payload={payload} fields={fields} onChange={onChange} />
      )}
      {mode === 'form' && !fields?.length && <View className="group-footer">{t('saved.payload.noForm')}</View>}
      {mode === 'text' && (
        <View className="saved-edit-box">
          <Textarea
            key={inserted}
            className="saved-edit-text"
            value={payload}
            maxlength={savedLimits.payload}
            showConfirmBar={false}
            disableDefaultPadding
            {...browserField({ ...plainText, 'aria-label': t('saved.payload') })}
            ariaLabel={t('saved.payload')}
            onInput={(event) => {
              cursor.current = event.detail.cursor
              onChange(event.detail.value)
            }}
          />
        </View>
      )}
      {problem && (
        <View className="field-error saved-edit-error">
          <Icon name="alert" size={16} />
          <View className="grow">{templateWords(problem, t)}</View>
        </View>
      )}
    </View>
  )
}
