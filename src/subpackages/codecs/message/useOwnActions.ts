import { feel } from '@/features/haptics'
import Taro from '@tarojs/taro'
import { useMemo } from 'react'
import type { Message, SentMessage } from '@/core/message/message'
import type { DeliveryAction } from '@/features/publish/delivery'
import { setHandled } from '@/features/publish/handled'
import { handToBar } from '@/features/publish/handover'
import { cancelQueued } from '@/features/publish/publish'
import { usePublish } from '@/features/sessions/usePublish'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'

interface OwnActions {
  /** Goes to the publish bar, filled in; does not send */
  publishAgain: (message: Message) => void
  act: (action: DeliveryAction, message: SentMessage) => void
}

/** What a person does with the message that is open. */
export function useOwnActions(profileId: string): OwnActions {
  const t = useT()
  const publish = usePublish(profileId)
  const attempt = useAttempt()
  return useMemo(() => {
    const goToBar = (how: 'again' | 'edit', message: Message) => {
      handToBar({ profileId, message, how })
      leaveTo(profileId)
    }
    const act = (action: DeliveryAction, message: SentMessage) => {
      switch (action) {
        case 'resend':
          return attempt(() => {
            const { id, topic, payload, qos, retain } = message
            publish(topic, payload, { qos, retain, queueOffline: true })
            setHandled(profileId, id, 'resent')
            feel('touch')
            showToast({ text: t('sent.resent') })
          })
        case 'edit':
          return goToBar('edit', message)
        case 'cancel':
          return cancelQueued(profileId, message.id) ? undefined : showToast({ text: t('sent.tooLate') })
        case 'letBe':
          return setHandled(profileId, message.id, 'accepted')
      }
    }
    return { publishAgain: (message) => goToBar('again', message), act }
  }, [profileId, attempt, publish, t])
}

const messagesPage = 'pages/messages/index'

/** Back to the messages where they are the page before, else on to them. */
function leaveTo(profileId: string): void {
  const pages = Taro.getCurrentPages()
  const before = pages[pages.length - 2]
  const isBefore = before !== undefined && `${before.route ?? ''}${before.path ?? ''}`.indexOf(messagesPage) >= 0
  if (isBefore) void Taro.navigateBack()
  else void Taro.redirectTo({ url: `/${messagesPage}?profile=${encodeURIComponent(profileId)}` })
}
