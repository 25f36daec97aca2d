import { View } from '@tarojs/components'
import { stopRepeat, useRepeat } from '@/features/collections/repeat'
import { sendProblemWords } from '@/i18n/savedWords'
import { Button } from '@/ui/Button'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'

/** What is being sent again and again, how often so far, and the way to end it. */
export function RepeatBar() {
  const t = useT()
  const { running, ended } = useRepeat()
  if (ended) {
    const { failure } = ended
    const reason = typeof failure === 'string' ? t(`error.${failure}`) : sendProblemWords(failure, t)
    return (
      <View className="repeat">
        <Notice tone="bad" isLive>
          {t('saved.repeat.ended', { reason })}
        </Notice>
      </View>
    )
  }
  if (!running) return null
  const { message, everySeconds, count, skipped } = running
  return (
    <View className="repeat">
      <Notice icon="refresh" title={t('saved.repeat.running', { seconds: everySeconds })}>
        <View className="row">
          <View className="grow">
            {t('saved.repeat.count', { name: message.name || t('saved.unnamed'), n: count })}
            {skipped > 0 ? ` · ${t('saved.repeat.skipped', { n: skipped })}` : ''}
          </View>
          <Button variant="neutral" size="pill" onClick={stopRepeat}>
            {t('saved.repeat.stop')}
          </Button>
        </View>
      </Notice>
    </View>
  )
}
