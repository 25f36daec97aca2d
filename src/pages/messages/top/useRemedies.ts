import Taro from '@tarojs/taro'
import { setPaused } from '@/features/connections/connections'
import { openDoctor } from '@/features/doctor/link'
import { clearFeed } from '@/features/messages/feed'
import type { Session } from '@/services'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'
import type { Remedies } from './Advice'
import type { Attempt } from '@/ui/useAttempt'

/** @param onNewClientId asks before the client ID is changed */
export function useRemedies(
  id: string,
  session: Session | undefined,
  attempt: Attempt,
  onNewClientId: () => void,
): Remedies {
  const t = useT()
  return {
    retry: () => session?.retryNow(),
    resume: () => attempt(() => setPaused(id, false)),
    edit: () => void Taro.navigateTo({ url: `/pages/editor/index?id=${encodeURIComponent(id)}` }),
    examine: () => openDoctor(id),
    newClientId: onNewClientId,
    pauseOther: (other) =>
      attempt(async () => {
        await setPaused(other, true)
        session?.retryNow()
      }),
    continueInMemory: () => session?.continueInMemory(),
    clear: () => showToast({ text: t('messages.cleared'), action: { label: t('common.undo'), run: clearFeed(id) } }),
  }
}
