import Taro from '@tarojs/taro'
import type { Profile } from '@/core/profile/profile'
import { profileDefaults } from '@/core/profile/defaults'
import { validateFilter } from '@/core/topic/validate'
import { handToBar } from '@/features/publish/handover'
import { addSubscription } from '@/features/subscriptions/subscriptions'
import { setTopicFilter } from '@/features/topics/filter'
import { copyText } from '@/services/device'
import { useAttempt } from '@/ui/useAttempt'
import { useT } from '@/ui/language'
import { showToast } from '@/ui/toasts'

export interface TopicActions {
  /** Goes back to the message page, which shows nothing else then. */
  show: (path: string) => void
  subscribe: (path: string) => void
  publish: (path: string) => void
  copy: (path: string) => void
}

/** The filter of a topic and all below. */
export const subtreeOf = (path: string) => `${path}/#`

export function useTopicActions({ id }: Profile): TopicActions {
  const t = useT()
  const attempt = useAttempt()
  return {
    show: (path) => {
      setTopicFilter(id, subtreeOf(path))
      toMessages(id)
    },
    subscribe: (path) =>
      attempt(async () => {
        const filter = subtreeOf(path)
        if (validateFilter(filter).problem) return showToast({ text: t('topics.filterTooLong') })
        await addSubscription(id, { filter, qos: profileDefaults.qos })
        showToast({ text: t('topics.subscribed.toast', { filter }) })
      }),
    publish: (path) => {
      const empty = { payload: new Uint8Array(0), qos: profileDefaults.qos, retain: false, dup: false, id: 0, at: 0 }
      handToBar({ profileId: id, how: 'again', message: { direction: 'received', topic: path, ...empty } })
      toMessages(id)
    },
    copy: (path) =>
      attempt(async () => {
        await copyText(path)
        showToast({ text: t('common.copied') })
      }),
  }
}

/** The message page is the one before, unless the tree was opened by its address. */
function toMessages(profileId: string): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
  else void Taro.redirectTo({ url: `/pages/messages/index?profile=${encodeURIComponent(profileId)}` })
}
