import { View } from '@tarojs/components'
import type { Profile } from '@/core/profile/profile'
import { useSession } from '@/features/sessions/useSession'
import { stateWords } from '@/i18n/sessionWords'
import { tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { StateMark } from '@/ui/StateMark'
import { useNow } from '@/ui/useNow'
import { useWhileShown } from '@/ui/useWhileShown'

/** Where messages go, and the state of that connection. @param onChoose opens the choice of another */
export function TargetLine({ profile, onChoose }: { profile: Profile | undefined; onChoose?: () => void }) {
  const t = useT()
  const now = useWhileShown(useNow())
  const { status } = useSession(profile?.id ?? '')
  if (!profile) return <View className="target">{t('saved.to.none')}</View>
  const name = profile.name || profile.url
  const { kind, word } = stateWords(status, t, now)
  const body = (
    <>
      <View className="target-to">{t('saved.to')}</View>
      <View className="target-name ellipsis">{name}</View>
      {onChoose && <Icon name="expand" size={16} />}
    </>
  )
  return (
    <View className="target">
      {onChoose ? (
        <View
          className="target-tap"
          onClick={onChoose}
          {...tappable([`${t('saved.to')} ${name}`, t('saved.to.choose')].join(t('common.comma')))}
        >
          {body}
        </View>
      ) : (
        <View className="target-tap">{body}</View>
      )}
      <StateMark kind={kind}>{word}</StateMark>
    </View>
  )
}
