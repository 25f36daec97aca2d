import { useCallback, useEffect, useRef, useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import type { QoS } from '@/core/session/packets'
import { jsonErrorAt, looksLikeJson } from '@/core/payload/json/check'
import { validateTopicName, type TopicProblem } from '@/core/topic/validate'
import { onAppHidden, saveDraft } from '@/features/publish/publish'

type Draft = Profile['draft']

export interface PublishDraft extends Draft {
  isJson: boolean
  topicProblem?: TopicProblem
  /** The topic without the blanks at its ends, when it has some: they are allowed and seldom meant */
  trimmedTopic?: string
  /** Index of the first character that is no JSON, when the message is to be JSON */
  jsonErrorAt?: number
  canSend: boolean
  /** Counts how often the message was replaced other than by typing */
  replaced: number
  setTopic: (topic: string) => void
  setPayload: (payload: string) => void
  setQos: (qos: QoS) => void
  cycleQos: () => void
  toggleRetain: () => void
  toggleJson: () => void
  fill: (draft: Draft) => void
  /** The next message to the same topic */
  sent: () => void
  /** Stores what stands there */
  keep: () => void
}

/** Typing is over for a while */
const pauseMs = 1_000

const next: Record<QoS, QoS> = { 0: 1, 1: 2, 2: 0 }

/** What stands in the publish bar, and whether it can be sent. Kept with the profile. */
export function usePublishDraft(profile: Profile): PublishDraft {
  const [draft, setDraft] = useState<Draft>(profile.draft)
  const [isJson, setJson] = useState(() => looksLikeJson(profile.draft.payload))
  const [replaced, setReplaced] = useState(0)
  const kept = useRef(profile.draft)
  const latest = useRef(draft)
  useEffect(() => {
    latest.current = draft
  }, [draft])
  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }))
  const { id } = profile
  const keep = useCallback(() => {
    if (kept.current === latest.current) return
    kept.current = latest.current
    saveDraft(id, latest.current)
  }, [id])
  // leaving the page keeps it, too, and so does leaving the app, which may be ended then
  useEffect(() => keep, [keep])
  useEffect(() => onAppHidden(keep), [keep])
  // a crash or an empty battery tells nobody: it is kept whenever the person pauses
  useEffect(() => {
    const timer = setTimeout(keep, pauseMs)
    return () => clearTimeout(timer)
  }, [draft, keep])
  // what was sent must not stand there again after the next start: the tap that sends it has stored it before
  useEffect(() => {
    if (replaced > 0) keep()
  }, [replaced, keep])

  const { problem: topicProblem, doubt, suggestion } = validateTopicName(draft.topic)
  const errorAt = isJson && draft.payload !== '' ? jsonErrorAt(draft.payload) : undefined
  // an empty message is how a retained one is deleted; any other would be a slip of the thumb
  const hasContent = draft.payload !== '' || draft.retain
  return {
    ...draft,
    isJson,
    topicProblem,
    trimmedTopic: doubt && suggestion,
    jsonErrorAt: errorAt,
    replaced,
    canSend: !topicProblem && errorAt === undefined && hasContent,
    setTopic: (topic) => change({ topic }),
    setPayload: (payload) => change({ payload }),
    setQos: (qos) => change({ qos }),
    cycleQos: () => change({ qos: next[draft.qos] }),
    toggleRetain: () => change({ retain: !draft.retain }),
    toggleJson: () => setJson(!isJson),
    fill: (filled) => {
      setDraft(filled)
      setReplaced(replaced + 1)
      setJson(looksLikeJson(filled.payload))
    },
    sent: () => {
      change({ payload: '' })
      setReplaced(replaced + 1)
    },
    keep,
  }
}
