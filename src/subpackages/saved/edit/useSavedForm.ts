import { useRouter } from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { savedLimits, type SavedMessage } from '@/core/collections/savedMessage'
import { parseTemplate, type TemplateProblem } from '@/core/collections/template'
import { validateTopicName, type TopicProblem } from '@/core/topic/validate'
import { AppError, type ErrorCode } from '@/core/errors'
import { loadCollections, newSavedMessage, saveMessage, useCollections } from '@/features/collections/collections'
import { takeSaved } from '@/features/collections/handover'
import { goBack } from '@/ui/NavBar'

export interface SavedForm {
  message: SavedMessage
  /** as it is typed, seconds; empty: never */
  expiry: string
}

const formFor = (message: SavedMessage): SavedForm => ({ message, expiry: String(message.expirySeconds ?? '') })

/** The message that the page's address names, or a new one; and what keeps it from being saved. */
export function useSavedForm() {
  const { id, folder = '' } = useRouter().params
  const load = useCollections((s) => s.load)
  const stored = useCollections((s) => s.messages.find((message) => message.id === id))
  const [fresh] = useState(() => newSavedMessage({ folder: decodeURIComponent(folder), ...takeSaved() }))
  const [typed, setTyped] = useState<SavedForm>()
  const [failure, setFailure] = useState<ErrorCode>()
  const [isSaving, setSaving] = useState(false)
  useEffect(() => void loadCollections(), [])

  const form = typed ?? formFor(stored ?? fresh)
  const problems = problemsOf(form)
  const isReady = load === 'ready' && Object.values(problems).every((problem) => problem === undefined)

  const save = async () => {
    setSaving(true)
    setFailure(undefined)
    try {
      const { message, expiry } = form
      const expirySeconds = expiry === '' ? undefined : Number(expiry)
      const name = message.name.trim() || nameFor(message.topic)
      await saveMessage({ ...message, name, folder: message.folder.trim(), expirySeconds })
      return true
    } catch (error) {
      setFailure(error instanceof AppError ? error.code : 'storageFailed')
      return false
    } finally {
      setSaving(false)
    }
  }

  return {
    ...{ form, problems, failure, isSaving, isReady },
    isStored: stored !== undefined,
    isMissing: id !== undefined && !stored && load === 'ready',
    isDirty: typed !== undefined,
    change: (patch: Partial<SavedMessage>) => setTyped({ ...form, message: { ...form.message, ...patch } }),
    setExpiry: (expiry: string) => setTyped({ ...form, expiry }),
    save: () =>
      void save().then((isSaved) => {
        if (isSaved) goBack()
      }),
  }
}

/** The last levels of the topic, without one that is nothing but a variable. */
function nameFor(topic: string): string {
  const levels = topic.split('/').filter((level) => level !== '' && level.indexOf('{{') < 0)
  return levels.slice(-2).join('/').slice(0, savedLimits.name)
}

interface Problems {
  topic?: TopicProblem
  topicTemplate?: TemplateProblem
  payload?: TemplateProblem
  expiry?: true
}

function problemsOf({ message: { topic, payload }, expiry }: SavedForm): Problems {
  const template = parseTemplate(topic)
  // what a variable becomes is known when it is sent
  const filled = template.parts.map((part) => (part.kind === 'text' ? part.text : 'x')).join('')
  const isExpiry = expiry === '' || (/^[1-9]\d*$/.test(expiry) && Number(expiry) <= savedLimits.expirySeconds)
  return {
    topic: validateTopicName(filled).problem,
    topicTemplate: template.problems[0],
    payload: parseTemplate(payload).problems[0],
    ...(!isExpiry && { expiry: true }),
  }
}
