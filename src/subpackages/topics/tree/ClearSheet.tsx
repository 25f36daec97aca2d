import { View } from '@tarojs/components'
import type { Profile } from '@/core/profile/profile'
import { useSession } from '@/features/sessions/useSession'
import type { ClearProgress, RetainedPreview } from '@/features/topics/retained'
import { shortTopic } from '@/core/topic/short'
import { thousands } from '@/i18n/format'
import type { Translate } from '@/i18n/t'
import { a11y } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { Sheet } from '@/ui/Sheet'
import { useClearing } from './useClearing'

/** Of the topics that will be cleared, those that are listed; more would only be scrolled past */
const listed = 100
const topicColumns = 42

/** What of a subtree is retained, the question whether to clear it, and how that goes. */
export function ClearSheet({ profile, path, onClose }: { profile: Profile; path: string; onClose: () => void }) {
  const t = useT()
  const { status } = useSession(profile.id)
  const clearing = useClearing(profile.id, path)
  const { step } = clearing
  const isOnline = status.name === 'online'
  return (
    <Sheet title={t('topics.clear')} onClose={onClose}>
      <View className="topics-clear">
        {step.name === 'asking' && (
          <View {...a11y({ live: 'polite' })}>
            <View className="confirm-text">{t('topics.clear.asking', { topic: shortTopic(path, topicColumns) })}</View>
            <View className="topics-clear-note">{t('topics.clear.asking.why')}</View>
          </View>
        )}
        {step.name === 'found' && (
          <Found
            preview={step.preview}
            isOnline={isOnline}
            isVersion4={profile.protocolVersion === 4}
            onClear={clearing.clear}
            onClose={onClose}
          />
        )}
        {step.name === 'clearing' && (
          <>
            <View className="confirm-text" {...a11y({ live: 'polite' })}>
              {t('topics.clear.progress', {
                done: thousands(step.progress.done),
                total: thousands(step.progress.total),
              })}
            </View>
            <View className="topics-progress">
              <View
                className="topics-progress-bar"
                style={{ transform: `scaleX(${step.progress.done / Math.max(1, step.progress.total)})` }}
              />
            </View>
            {!isOnline && <View className="topics-clear-note">{t('topics.clear.waiting')}</View>}
            <Button variant="neutral" onClick={clearing.stop}>
              {t('topics.clear.stop')}
            </Button>
          </>
        )}
        {step.name === 'done' && (
          <>
            <View {...a11y({ live: 'polite' })}>
              {resultLines(step.progress, step.left, t).map((line) => (
                <View key={line} className="confirm-text">
                  {line}
                </View>
              ))}
            </View>
            <Button variant="neutral" onClick={onClose} className="topics-clear-close">
              {t('common.close')}
            </Button>
          </>
        )}
      </View>
    </Sheet>
  )
}

interface FoundProps {
  preview: RetainedPreview
  isOnline: boolean
  isVersion4: boolean
  onClear: () => void
  onClose: () => void
}

function Found({ preview: { topics, source, isPartial }, isOnline, isVersion4, onClear, onClose }: FoundProps) {
  const t = useT()
  const n = thousands(topics.length)
  const sourceWords = t(`topics.clear.source.${source}`) + (isPartial ? t('topics.clear.partial') : '')
  if (topics.length === 0) {
    return (
      <>
        <View className="confirm-text">{t('topics.clear.none')}</View>
        <View className="topics-clear-note">{sourceWords}</View>
        <Button variant="neutral" onClick={onClose}>
          {t('common.close')}
        </Button>
      </>
    )
  }
  return (
    <>
      <View className="confirm-text">{t('topics.clear.list', { n })}</View>
      <View className="topics-clear-list">
        {topics.slice(0, listed).map((topic) => (
          <View key={topic} className="topics-clear-topic">
            {shortTopic(topic, topicColumns)}
          </View>
        ))}
        {topics.length > listed && (
          <View className="cap">{t('topics.clear.more', { n: thousands(topics.length - listed) })}</View>
        )}
      </View>
      <View className="topics-clear-note">{sourceWords}</View>
      <Notice tone="wait">{t('topics.clear.how') + (isVersion4 ? t('topics.clear.how4') : '')}</Notice>
      <View className="confirm-buttons">
        <Button variant="neutral" className="grow" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="danger-soft" className="grow" isDisabled={!isOnline} onClick={onClear}>
          {isOnline ? t('topics.clear.confirm', { n }) : t('topics.clear.offline')}
        </Button>
      </View>
    </>
  )
}

/** @param left topics that the broker still holds; undefined when it was not asked again */
function resultLines(
  { done, total, refused, unknown }: ClearProgress,
  left: number | undefined,
  t: Translate,
): string[] {
  const rest = total - done - refused.length - unknown
  const lines = [
    rest > 0
      ? t('topics.clear.cancelled', { done: thousands(done), left: thousands(rest) })
      : t('topics.clear.done', { n: thousands(done) }),
  ]
  if (refused.length > 0) lines.push(t('topics.clear.refused', { n: thousands(refused.length) }))
  if (unknown > 0) lines.push(t('topics.clear.unknown', { n: thousands(unknown) }))
  if (left !== undefined) {
    lines.push(left === 0 ? t('topics.clear.verified') : t('topics.clear.left', { n: thousands(left) }))
  }
  return lines
}
