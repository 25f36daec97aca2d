import { feel } from '@/features/haptics'
import { useCallback, useEffect, useRef } from 'react'
import type { Message, SentMessage } from '@/core/message/message'
import { decodeUtf8 } from '@/core/payload/utf8'
import { resumeDisplay } from '@/features/messages/feed'
import type { DeliveryAction } from '@/features/publish/delivery'
import { setHandled } from '@/features/publish/handled'
import { cancelQueued } from '@/features/publish/publish'
import { rememberPublished } from '@/features/publish/published'
import { usePublish } from '@/features/sessions/usePublish'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'
import type { Attempt } from '@/ui/useAttempt'
import type { PublishDraft } from '../publish/usePublishDraft'

interface MessageActionsOptions {
  profileId: string
  draft: PublishDraft
  attempt: Attempt
  /** What was published is to be seen */
  onShown: () => void
  /** Something typed would be lost: asks before `run` */
  askToReplace: (run: () => void) => void
}

export interface MessageActions {
  send: () => void
  /** Fills the publish bar, does not send */
  publishAgain: (message: Message) => void
  /** Stays the same between drawings: rows are not drawn again for a letter that is typed */
  act: (action: DeliveryAction, message: SentMessage) => void
}

/** Two taps within this are one that was made twice */
const secondTapMs = 1_000

/** What a person does with messages of their own: those typed, those that wait, and those that did not arrive. */
export function useMessageActions(options: MessageActionsOptions): MessageActions {
  const { profileId, draft, attempt, onShown, askToReplace } = options
  const t = useT()
  const publish = usePublish(profileId)

  const attemptToPublish = (work: () => void) =>
    attempt(() => {
      work()
      feel('touch')
      resumeDisplay(profileId)
      onShown()
    })

  const sentAt = useRef(0)
  const send = () => {
    const { topic, payload, qos, retain } = draft
    // the bar is empty after the first: another would delete what has just been retained
    if (payload === '' && Date.now() - sentAt.current < secondTapMs) return
    attemptToPublish(() => {
      // what a person typed waits for a connection, whatever its QoS
      publish(topic, payload, { qos, retain, queueOffline: true })
      rememberPublished(profileId, topic, payload)
      draft.sent()
      sentAt.current = Date.now()
    })
  }

  /** @param isFree whether the message may go into the bar now */
  const fill = ({ topic, payload, qos, retain }: Message, isFree: () => boolean = () => true) => {
    const text = decodeUtf8(payload)
    const run = () => {
      if (isFree()) draft.fill({ topic, payload: text, qos, retain })
    }
    if (draft.payload === '' || draft.payload === text) run()
    else askToReplace(run)
  }

  const withdraw = ({ id }: SentMessage): boolean => {
    const isWithdrawn = cancelQueued(profileId, id)
    if (!isWithdrawn) showToast({ text: t('sent.tooLate') })
    return isWithdrawn
  }

  const actNow = (action: DeliveryAction, message: SentMessage) => {
    const { id, topic, payload, qos, retain, status } = message
    switch (action) {
      case 'resend':
        return attemptToPublish(() => {
          publish(topic, payload, { qos, retain, queueOffline: true })
          setHandled(profileId, id, 'resent')
        })
      case 'edit':
        return fill(message, status.name === 'queued' ? () => withdraw(message) : undefined)
      case 'cancel':
        return void withdraw(message)
      case 'letBe':
        return setHandled(profileId, id, 'accepted')
    }
  }
  const latest = useRef(actNow)
  useEffect(() => {
    latest.current = actNow
  })
  const act = useCallback<MessageActions['act']>((action, message) => latest.current(action, message), [])
  return { send, publishAgain: (message) => fill(message), act }
}
