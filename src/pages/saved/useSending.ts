import { useDidHide } from '@tarojs/taro'
import { useEffect } from 'react'
import type { SavedMessage } from '@/core/collections/savedMessage'
import type { Profile } from '@/core/profile/profile'
import { startRepeat, stopRepeat } from '@/features/collections/repeat'
import { sendSaved, type Answers } from '@/features/collections/send'
import { feel } from '@/features/haptics'
import { sessionOf } from '@/features/sessions/sessions'
import { usePublish } from '@/features/sessions/usePublish'
import { outcomeWords, sendProblemWords } from '@/i18n/savedWords'
import type { Delivery } from '@/services'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'
import { useAttempt } from '@/ui/useAttempt'

/** Sends saved messages over a connection, and says what became of them. Repeating ends with the page. */
export function useSending(profile: Profile | undefined) {
  const t = useT()
  const profileId = profile?.id ?? ''
  const publish = usePublish(profileId)
  const attempt = useAttempt()
  useDidHide(stopRepeat)
  useEffect(() => stopRepeat, [])

  const tell = async ({ name, qos }: SavedMessage, delivery: Delivery) => {
    if (sessionOf(profileId)?.status.name !== 'online') return showToast({ text: t('saved.queued') })
    const say = (outcome: string) =>
      showToast({ text: t('saved.outcome', { name: name || t('saved.unnamed'), outcome }) })
    say(t('sent.sending'))
    say(outcomeWords(await delivery.settled, qos, t))
  }

  return {
    send: (message: SavedMessage, answers?: Answers) =>
      attempt(() => {
        const sent = sendSaved(message, profileId, publish, { answers, queueOffline: true })
        if (!sent.ok) return showToast({ text: sendProblemWords(sent.problem, t) })
        feel('touch')
        return tell(message, sent.delivery)
      }),
    repeat: (message: SavedMessage, answers: Answers, everySeconds: number) =>
      attempt(() => startRepeat(message, profileId, publish, { answers, everySeconds })),
  }
}
