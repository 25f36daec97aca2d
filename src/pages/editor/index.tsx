import { View } from '@tarojs/components'
import { useState } from 'react'
import { newClientId } from '@/features/connections/connections'
import { useSession } from '@/features/sessions/useSession'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'
import { goBack, NavBar } from '@/ui/NavBar'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { AddressField } from './AddressField'
import { AddressHint } from './AddressHint'
import { Fields } from './Fields'
import { withPath } from './form'
import { ReasonNotice } from './ReasonNotice'
import { useEditor } from './useEditor'
import './index.css'

export default function EditorPage() {
  const t = useT()
  const editor = useEditor()
  const { form, change, stored, failure } = editor
  const { status } = useSession(stored?.id ?? '')
  const [question, setQuestion] = useState<'leave' | 'clientId'>()
  const close = () => setQuestion(undefined)
  const leave = () => (editor.isDirty ? setQuestion('leave') : goBack())
  const top = (
    <NavBar
      title={t(stored || editor.isMissing ? 'editor.edit' : 'editor.new')}
      subtitle={stored?.name}
      onBack={leave}
    />
  )

  if (editor.isMissing) {
    return (
      <Page top={top}>
        <EmptyState icon="plug" title={t('editor.missing.title')} text={t('editor.missing.text')} />
      </Page>
    )
  }
  return (
    <Page
      top={top}
      bottom={
        <View className="foot">
          <Button className="grow" isDisabled={!editor.isReady} isBusy={editor.isSaving} onClick={editor.save}>
            {t('editor.save')}
          </Button>
        </View>
      }
      overlay={
        question === 'leave' ? (
          <ConfirmSheet
            title={t('editor.leave.title')}
            text={t('editor.leave.text')}
            confirm={t('editor.leave.confirm')}
            cancel={t('editor.leave.stay')}
            isDangerous
            onConfirm={goBack}
            onClose={close}
          />
        ) : question === 'clientId' ? (
          <ConfirmSheet
            title={t('editor.clientId.ask.title')}
            text={t('editor.clientId.ask.text')}
            confirm={t('editor.clientId.ask.confirm')}
            onConfirm={() => {
              change({ clientId: newClientId() })
              close()
            }}
            onClose={close}
          />
        ) : undefined
      }
    >
      {failure && (
        <View className="editor-notice editor-notice-first">
          <Notice tone="bad" icon="alert" title={t(`error.${failure}`)} isLive>
            {t(`error.${failure}.next`)}
          </Notice>
        </View>
      )}
      <ReasonNotice
        status={status}
        onPath={(path) => change({ address: withPath(form.address, path) })}
        onVersion={() => change({ protocolVersion: form.protocolVersion === 5 ? 4 : 5 })}
        onClientId={() => setQuestion('clientId')}
      />
      <AddressField
        value={form.address}
        parsed={editor.parsed}
        onChange={(address) => change({ address })}
        onBlur={editor.tidyAddress}
      />
      <AddressHint parsed={editor.parsed} onUse={(address) => change({ address })} />
      {editor.isPublic && (
        <View className="editor-notice">
          <Notice tone="info" title={t('editor.public')}>
            {t('editor.public.text')}
          </Notice>
        </View>
      )}
      <Fields
        form={form}
        onChange={change}
        onRegenerate={() => (stored ? setQuestion('clientId') : change({ clientId: newClientId() }))}
      />
      {stored && (
        <>
          <View className="page-end" />
          <CellGroup>
            <Cell title={t('editor.delete')} tone="bad" isCentred onClick={editor.remove} />
          </CellGroup>
        </>
      )}
      <View className="page-end" />
    </Page>
  )
}
