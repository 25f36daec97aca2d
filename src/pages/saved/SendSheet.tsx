import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { questionsOf } from '@/core/collections/fill'
import type { SavedMessage } from '@/core/collections/savedMessage'
import type { Question } from '@/core/collections/template'
import { jsonErrorAt, looksLikeJson } from '@/core/payload/json/check'
import type { Profile } from '@/core/profile/profile'
import { memoryOf } from '@/features/collections/memory'
import { repeatBounds } from '@/features/collections/repeat'
import { fillNow, type Answers } from '@/features/collections/send'
import { sendProblemWords } from '@/i18n/savedWords'
import { Button } from '@/ui/Button'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { Sheet } from '@/ui/Sheet'
import { Switch } from '@/ui/Switch'
import { isInRange, QuestionField } from './QuestionField'
import { TargetLine } from './TargetLine'

interface SendSheetProps {
  message: SavedMessage
  profile: Profile | undefined
  isRepeating: boolean
  onSend: (answers: Answers, everySeconds?: number) => void
  onClose: () => void
}

const beginAnswers = (questions: readonly Question[], last: Answers): Record<string, string> => {
  const answers: Record<string, string> = {}
  for (const { label, choices, range } of questions) {
    const before = last[label]
    const isOffered = before !== undefined && (!choices || choices.indexOf(before) >= 0)
    answers[label] = isOffered ? before : (choices?.[0] ?? range?.from ?? '')
  }
  return answers
}

/** Characters of the message that are shown before it is sent. */
const shownCharacters = 2_000

/** What is asked before a message goes out: its variables, whether it is meant, and whether to repeat it (10b). */
export function SendSheet({ message, profile, isRepeating: isRepeatWanted, onSend, onClose }: SendSheetProps) {
  const t = useT()
  const [questions] = useState(() => questionsOf(message.topic, message.payload))
  const [answers, setAnswers] = useState(() => beginAnswers(questions, memoryOf(message.id).answers))
  const [isRepeating, setRepeating] = useState(isRepeatWanted)
  const [seconds, setSeconds] = useState('5')
  const everyRange = { from: String(repeatBounds.least), to: String(repeatBounds.most) }

  const outside = questions.find(({ label, range }) => range && !isInRange(answers[label] ?? '', range))
  const filled = fillNow(message, profile?.id ?? '', answers)
  const isEveryGood = /^\d+$/.test(seconds) && isInRange(seconds, everyRange)
  const isReady = profile !== undefined && !outside && filled.ok && (!isRepeating || isEveryGood)
  const isNoLongerJson = filled.ok && looksLikeJson(message.payload) && jsonErrorAt(filled.payload) !== undefined
  const problem = outside?.range
    ? `${outside.label}: ${t('saved.problem.range', outside.range)}`
    : !filled.ok
      ? sendProblemWords(filled.problem, t)
      : undefined
  const send = isRepeating ? t('saved.repeat.start') : t(message.mustConfirm ? 'saved.send.confirm' : 'saved.send.now')
  return (
    <Sheet title={message.name || t('saved.unnamed')} onClose={onClose}>
      <View className="send-facts">
        <Text className="mono">{filled.ok ? filled.topic : message.topic}</Text>
        <Text>{` · QoS ${message.qos}`}</Text>
        {message.retain && <Text>{` · ${t('publish.retain')}`}</Text>}
      </View>
      {message.mustConfirm && (
        <View className="send-block">
          <Notice tone="wait">{t('saved.send.ask')}</Notice>
        </View>
      )}
      {questions.map((question) => (
        <QuestionField
          key={question.label}
          question={question}
          value={answers[question.label] ?? ''}
          onChange={(value) => setAnswers({ ...answers, [question.label]: value })}
        />
      ))}
      <View className="ask-label send-block">{t('saved.send.preview')}</View>
      <View className="send-preview mono">
        {problem ?? ((filled.ok && filled.payload.slice(0, shownCharacters)) || t('saved.noPayload'))}
      </View>
      <View className="group-footer">{t(isNoLongerJson ? 'saved.send.notJson' : 'saved.send.note')}</View>
      <View className="page-end" />
      <View className="send-card">
        <CellGroup footer={isRepeating ? t('saved.repeat.note') : undefined}>
          <Cell
            title={t('saved.repeat')}
            value={<Switch isOn={isRepeating} onChange={setRepeating} label={t('saved.repeat')} />}
          />
        </CellGroup>
      </View>
      {isRepeating && (
        <QuestionField
          question={{ label: t('saved.repeat.every'), range: everyRange }}
          value={seconds}
          onChange={setSeconds}
        />
      )}
      <View className="send-target">
        <TargetLine profile={profile} />
      </View>
      <View className="send-block">
        <Button isDisabled={!isReady} onClick={() => onSend(answers, isRepeating ? Number(seconds) : undefined)}>
          {send}
        </Button>
      </View>
    </Sheet>
  )
}
