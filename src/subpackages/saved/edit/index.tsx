import { View } from '@tarojs/components'
import { useState } from 'react'
import { savedLimits } from '@/core/collections/savedMessage'
import { removeMessage } from '@/features/collections/collections'
import '@/i18n/saved/words'
import { templateWords } from '@/i18n/savedWords'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { ConfirmSheet } from '@/ui/ConfirmSheet'
import { EmptyState } from '@/ui/EmptyState'
import { Field } from '@/ui/Field'
import { useT } from '@/ui/language'
import { goBack, NavBar } from '@/ui/NavBar'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'
import { NameFields, OptionFields } from './Fields'
import { PayloadEditor } from './PayloadEditor'
import { useSavedForm } from './useSavedForm'
import './index.css'

/** `?id=<id>` a saved message, `?folder=<name>` a new one. */
export default function SavedEditPage() {
  const t = useT()
  const attempt = useAttempt()
  const saved = useSavedForm()
  const { form, problems, failure, change } = saved
  const { message } = form
  const [sheet, setSheet] = useState<JSX.Element>()
  const leave = () => (saved.isDirty ? setSheet(<LeaveSheet onClose={() => setSheet(undefined)} />) : goBack())
  const remove = () =>
    attempt(async () => {
      const undo = await removeMessage(message.id)
      showToast({
        text: t('saved.deleted', { name: message.name }),
        action: { label: t('common.undo'), run: () => attempt(undo) },
      })
      goBack()
    })
  const isNew = !saved.isStored && !saved.isMissing
  const top = <NavBar title={t(isNew ? 'saved.new' : 'saved.edit')} onBack={leave} />
  if (saved.isMissing) {
    return (
      <Page top={top}>
        <EmptyState icon="bookmark" title={t('saved.missing.title')} text={t('saved.missing.text')}>
          <Button className="empty-first" onClick={goBack}>
            {t('common.back')}
          </Button>
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page
      top={top}
      overlay={sheet}
      bottom={
        <View className="foot">
          <Button className="grow" isDisabled={!saved.isReady} isBusy={saved.isSaving} onClick={saved.save}>
            {t('saved.keep')}
          </Button>
        </View>
      }
    >
      {failure && (
        <View className="saved-edit-notice">
          <Notice tone="bad" icon="alert" title={t(`error.${failure}`)} isLive>
            {t(`error.${failure}.next`)}
          </Notice>
        </View>
      )}
      <View className="page-lead" />
      <NameFields message={message} onChange={change} onSheet={setSheet} />
      <TopicField topic={message.topic} problems={problems} onChange={(topic) => change({ topic })} />
      <PayloadEditor
        key={saved.isStored ? message.id : ''}
        payload={message.payload}
        problem={problems.payload}
        onChange={(payload) => change({ payload })}
        onSheet={setSheet}
      />
      <View className="page-end" />
      <OptionFields
        message={message}
        onChange={change}
        expiry={form.expiry}
        isExpiryBad={problems.expiry === true}
        onExpiry={saved.setExpiry}
      />
      <View className="page-end" />
      {saved.isStored && (
        <CellGroup>
          <Cell title={t('saved.delete')} tone="bad" isCentred onClick={remove} />
        </CellGroup>
      )}
      <View className="page-end" />
    </Page>
  )
}

interface TopicFieldProps {
  topic: string
  problems: ReturnType<typeof useSavedForm>['problems']
  onChange: (topic: string) => void
}

function TopicField({ topic, problems, onChange }: TopicFieldProps) {
  const t = useT()
  const error = problems.topicTemplate
    ? templateWords(problems.topicTemplate, t)
    : problems.topic && topic !== '' && t(`subs.problem.${problems.topic.code}`)
  return (
    <>
      <View className="saved-edit-label">{t('saved.topic')}</View>
      <View className="saved-edit-topic">
        <Field
          value={topic}
          onChange={onChange}
          label={t('saved.topic')}
          placeholder={t('publish.topic.placeholder')}
          error={error}
          isMono
          maxLength={savedLimits.topic}
        />
      </View>
    </>
  )
}

function LeaveSheet({ onClose }: { onClose: () => void }) {
  const t = useT()
  return (
    <ConfirmSheet
      title={t('editor.leave.title')}
      text={t('editor.leave.text')}
      confirm={t('editor.leave.confirm')}
      cancel={t('editor.leave.stay')}
      isDangerous
      onConfirm={goBack}
      onClose={onClose}
    />
  )
}
