import { Textarea, View } from '@tarojs/components'
import { useState } from 'react'
import { messageNames } from '@/core/payload/protobuf/schema'
import { pickSchema } from '@/features/schemas/pickSchema'
import { addSchema, chooseType, readSchema, removeSchema, useSchemas, type Added } from '@/features/schemas/schemas'
import { browserField } from '@/ui/browserField'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'

/** How a .proto begins, in any language. */
const firstLine = 'syntax = "proto3";'

interface SchemaSheetProps {
  profileId: string
  /** for the topics of which the choice holds */
  filter: string
  typeName: string | undefined
  onClose: () => void
}

/** Messages of a schema that are offered; of more the first. */
const offeredNames = 60

/** Which message of which schema the payloads of some topics are; schemas are pasted or read from a file. */
export function SchemaSheet({ profileId, filter, typeName, onClose }: SchemaSheetProps) {
  const t = useT()
  const attempt = useAttempt()
  const schemas = useSchemas((s) => s.schemas)
  const choose = (type?: { schemaId: string; typeName: string }) =>
    attempt(async () => {
      onClose()
      await chooseType(profileId, filter, type)
    })
  const remove = (id: string) =>
    attempt(async () => {
      const undo = await removeSchema(id)
      showToast({ text: t('detail.schema.removed'), action: { label: t('common.undo'), run: () => attempt(undo) } })
    })
  return (
    <Sheet title={t('detail.schema.title')} onClose={onClose}>
      {typeName !== undefined && (
        <CellGroup>
          <Cell title={t('detail.schema.without')} onClick={() => choose()} />
        </CellGroup>
      )}
      {schemas.map((stored) => {
        const result = readSchema(stored)
        const names = result.ok ? messageNames(result.schema).slice(0, offeredNames) : []
        const forget = (
          <IconButton
            icon="trash"
            size={18}
            tone="quiet"
            label={t('detail.schema.remove', { name: stored.name })}
            onClick={() => remove(stored.id)}
          />
        )
        return (
          <CellGroup key={stored.id} header={stored.name} aside={forget}>
            {names.map((name) => (
              <Cell
                key={name}
                title={name}
                isChosen={name === typeName}
                onClick={() => choose({ schemaId: stored.id, typeName: name })}
              />
            ))}
          </CellGroup>
        )
      })}
      <AddSchema />
    </Sheet>
  )
}

function AddSchema() {
  const t = useT()
  const attempt = useAttempt()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState('')
  const take = (added: Added | undefined) => {
    if (!added) return
    if (added.ok) {
      setText('')
      setProblem('')
      return
    }
    const { code, detail } = added.failure
    const line = 'line' in added.failure ? added.failure.line : undefined
    const column = 'column' in added.failure ? added.failure.column : undefined
    const place =
      line !== undefined && column !== undefined ? t('detail.at.line', { line, column }) + t('common.comma') : ''
    setProblem(`${place}${t(`detail.schema.${code}`)} · ${detail}`)
  }
  const paste = () => attempt(async () => take(await addSchema(nameOf(text), text)))
  const pick = () => attempt(async () => take(await pickSchema()))
  return (
    <View className="detail-schema">
      <View className="detail-schema-label">{t('detail.schema.paste')}</View>
      <Textarea
        className="detail-schema-input"
        value={text}
        maxlength={-1}
        placeholder={firstLine}
        {...browserField({ 'aria-label': t('detail.schema.paste'), spellcheck: false, autocapitalize: 'off' })}
        ariaLabel={t('detail.schema.paste')}
        onInput={(event) => setText(event.detail.value)}
      />
      <View className="detail-schema-error">{problem}</View>
      <View className="detail-schema-buttons">
        <Button variant="neutral" onClick={pick}>
          {t('detail.schema.file')}
        </Button>
        <Button isDisabled={text.trim() === ''} onClick={paste} className="detail-schema-add">
          {t('detail.schema.add')}
        </Button>
      </View>
    </View>
  )
}

/** The package or the first message: a pasted text has no name. */
function nameOf(text: string): string {
  return /\bpackage\s+([\w.]+)/.exec(text)?.[1] ?? /\bmessage\s+(\w+)/.exec(text)?.[1] ?? 'proto'
}
