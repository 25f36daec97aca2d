import { View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { isForDoctor, type Reason } from '@/core/session/reasons'
import { useConnections } from '@/features/connections/connections'
import { candidateWords, reasonWords } from '@/i18n/sessionWords'
import { a11y, tappable } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'

/** What can be done about a reason by a tap. */
export interface Remedies {
  retry: () => void
  /** Connects again what the person had closed */
  resume: () => void
  edit: () => void
  /** Looks at the connection step by step */
  examine: () => void
  /** Under another client ID both stay online */
  newClientId: () => void
  /** Frees one of the few sockets that WeChat allows */
  pauseOther: (profileId: string) => void
  clear: () => void
  /** Goes on without the storage that fails */
  continueInMemory: () => void
}

interface AdviceProps {
  reason: Reason
  isFolded: boolean
  remedies: Remedies
  onLayout: () => void
}

/** The next step, what the failure may be, and the taps that mend it. */
export function Advice({ reason, isFolded, remedies, onLayout }: AdviceProps) {
  const t = useT()
  const [isOpened, setOpened] = useState(!isFolded)
  const offers = <Offers reason={reason} remedies={remedies} />
  const isMendedHere = hasOffers(reason)
  const isOpen = isOpened || isMendedHere
  useEffect(onLayout, [onLayout, isOpen])
  const fold = (
    <View
      className="msg-advice-action"
      onClick={() => setOpened(!isOpened)}
      {...a11y({ role: 'button', isFocusable: true, isExpanded: isOpen })}
    >
      {t('reason.candidates')}
      <Icon name={isOpen ? 'up' : 'down'} size={16} />
    </View>
  )
  if (!isOpen) return <View className="msg-advice">{fold}</View>
  return (
    <View className="msg-advice">
      {isFolded && !isMendedHere && fold}
      <View>{reasonWords(reason, t).next}</View>
      {reason.candidates.map((candidate, i) => (
        <View key={i} className="msg-candidate">
          {reason.candidates.length > 1 && <View className="msg-candidate-number">{`${i + 1}.`}</View>}
          <View className="grow">{candidateWords(candidate, t)}</View>
        </View>
      ))}
      {reason.detail !== undefined && <View className="msg-detail ellipsis">{reason.detail}</View>}
      {isMendedHere ? (
        offers
      ) : (
        <View className="row msg-advice-actions">
          <View className="msg-advice-action" onClick={remedies.edit} {...tappable()}>
            {t('messages.edit')}
          </View>
          {isForDoctor(reason.code) && (
            <View className="msg-advice-action" onClick={remedies.examine} {...tappable()}>
              {t('doctor.title')}
            </View>
          )}
        </View>
      )}
    </View>
  )
}

/** Whether what mends it can be done right here, and not in the settings. */
function hasOffers({ code, holders = [] }: Reason): boolean {
  switch (code) {
    case 'sessionTakenOver':
    case 'takeoverSuspected':
    case 'storageFull':
    case 'storageFailed':
    case 'storageUnreadable':
      return true
    case 'tooManySockets':
      return holders.length > 0
    default:
      return false
  }
}

function Offers({ reason, remedies }: { reason: Reason; remedies: Remedies }) {
  const t = useT()
  switch (reason.code) {
    case 'sessionTakenOver':
    case 'takeoverSuspected':
      return (
        <View className="msg-advice-action" onClick={remedies.newClientId} {...tappable()}>
          {t('reason.newClientId')}
        </View>
      )
    case 'storageFull':
    case 'storageFailed':
      return (
        <>
          <View className="msg-advice-action" onClick={remedies.clear} {...tappable()}>
            {t('messages.clear')}
          </View>
          <View className="msg-advice-action" onClick={remedies.continueInMemory} {...tappable()}>
            {t('reason.continueInMemory')}
          </View>
        </>
      )
    case 'storageUnreadable':
      return (
        <View className="msg-advice-action" onClick={remedies.continueInMemory} {...tappable()}>
          {t('reason.continueInMemory')}
        </View>
      )
    case 'tooManySockets':
      return <Holders ids={reason.holders ?? []} onPause={remedies.pauseOther} />
    default:
      return null
  }
}

/** The connections that hold the places; pausing one makes room. */
function Holders({ ids, onPause }: { ids: readonly string[]; onPause: (id: string) => void }) {
  const t = useT()
  const profiles = useConnections((state) => state.profiles)
  return (
    <View className="msg-holders" {...a11y({ role: 'group', label: t('reason.holders') })}>
      {profiles
        .filter(({ id }) => ids.includes(id))
        .map(({ id, name, url }) => (
          <View key={id} className="msg-holder">
            <View className="grow ellipsis">{name || url}</View>
            <Button
              size="pill"
              variant="neutral"
              label={t('reason.holders.pause', { name: name || url })}
              onClick={() => onPause(id)}
            >
              {t('connections.pause')}
            </Button>
          </View>
        ))}
    </View>
  )
}
