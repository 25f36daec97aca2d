import { View } from '@tarojs/components'
import { useState } from 'react'
import { loadConnections, newClientId } from '@/features/connections/connections'
import { useSession } from '@/features/sessions/useSession'
import { AddressHint } from '@/ui/AddressHint'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { goBack, NavBar } from '@/ui/NavBar'
import { NoConnection } from '@/ui/NoConnection'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { AddressField } from './AddressField'
import { AdvancedFields } from './AdvancedFields'
import { BasicFields, LoginFields, SessionFields } from './Fields'
import { withClientId, withPath } from './form'
import { Questions, type Question } from './Questions'
import { ReachGroup } from './ReachGroup'
import { ReasonNotice } from './ReasonNotice'
import { useEditor } from './useEditor'
import './index.css'

export default function EditorPage() {
  const t = useT()
  const [question, setQuestion] = useState<Question>()
  const editor = useEditor(() => setQuestion('leave'))
  const { form, change, stored, failure, absence } = editor
  const { status } = useSession(stored?.id ?? '')
  const regenerate = () => {
    change(withClientId(form, newClientId()))
    setQuestion(undefined)
  }
  const leave = () => (editor.isDirty ? setQuestion('leave') : goBack())
  const title = t(stored ? 'editor.edit' : 'editor.new')
  const top = <NavBar title={title} subtitle={stored?.name} onBack={leave} />
  const save = (
    <View className="foot">
      <Button className="editor-test" variant="soft" icon="pulse" isDisabled={!editor.isReady} onClick={editor.examine}>
        {t('editor.test')}
      </Button>
      <Button className="grow" isDisabled={!editor.isReady} isBusy={editor.isSaving} onClick={editor.save}>
        {t('editor.save')}
      </Button>
    </View>
  )
  const questions = (
    <Questions
      {...{ question, form }}
      onChange={change}
      onLeave={goBack}
      onRegenerate={regenerate}
      onClose={() => setQuestion(undefined)}
    />
  )

  if (absence) return <NoConnection title={t('editor.edit')} why={absence} onRetry={loadConnections} />
  return (
    <Page top={top} bottom={save} overlay={questions}>
      {failure && (
        <View className="editor-notice">
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
        onExamine={editor.examine}
      />
      <AddressField
        value={form.address}
        parsed={editor.parsed}
        onChange={(address) => change({ address })}
        onBlur={editor.tidyAddress}
      />
      <AddressHint parsed={editor.parsed} onUse={(address) => change({ address })} />
      <ReachGroup parsed={editor.parsed} />
      {editor.prefix !== undefined && (
        <View className="editor-notice">
          <Notice tone="info" title={t('editor.public')}>
            {t('editor.public.text', { prefix: editor.prefix })}
          </Notice>
        </View>
      )}
      <BasicFields form={form} onChange={change} onRegenerate={stored ? () => setQuestion('clientId') : regenerate} />
      <LoginFields form={form} onChange={change} />
      <SessionFields form={form} onChange={change} />
      <AdvancedFields form={form} onChange={change} onAsk={setQuestion} />
      <View className="page-end" />
      {stored && (
        <>
          <CellGroup>
            <Cell title={t('editor.delete')} tone="bad" isCentred onClick={editor.remove} />
          </CellGroup>
          <View className="page-end" />
        </>
      )}
    </Page>
  )
}
