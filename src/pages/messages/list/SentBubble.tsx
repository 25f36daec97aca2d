import { Text, View } from '@tarojs/components'
import { memo } from 'react'
import type { SentMessage } from '@/core/message/message'
import { shortTopic } from '@/core/topic/short'
import { deliveryActions, isAsking, type DeliveryAction } from '@/features/publish/delivery'
import type { Handling } from '@/features/publish/handled'
import { deliveryLook } from '@/i18n/deliveryWords'
import { clockTime } from '@/i18n/format'
import { useT } from '@/ui/language'
import { tappable } from '@/ui/a11y'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { SwipeRow } from '@/ui/SwipeRow'
import { KeptMark, pickClasses, PickMark, rowRole } from './marks'
import { PayloadDigest } from './PayloadDigest'
import { useRowSwipes, type OnSwipe } from './useRowSwipes'

interface SentBubbleProps {
  message: SentMessage
  columns: number
  handling: Handling | undefined
  /** Whether the profile's rule leaves it to the person what becomes of an unknown message */
  isAskRule: boolean
  isKept: boolean
  /** undefined while none is being selected */
  isPicked: boolean | undefined
  onOpen: OnSent
  /** A long press asks what can be done; the page of a message has that at its bottom */
  onActions: OnSent
  onAction: (action: DeliveryAction, message: SentMessage) => void
  onSwipe: OnSwipe
}

type OnSent = (message: SentMessage, again: readonly []) => void

const none: readonly [] = []

/** What we published, and what is known of its delivery: a tick appears only after PUBACK or PUBCOMP. */
export const SentBubble = memo(function SentBubble(props: SentBubbleProps) {
  const { message, columns, handling, isAskRule, isKept, isPicked, onOpen, onActions, onAction, onSwipe } = props
  const t = useT()
  const { icon, words, tone, why } = deliveryLook(message, t)
  const { name } = message.status
  const swipesOf = useRowSwipes(onSwipe, isPicked !== undefined)
  const role = rowRole(isPicked)
  const isOpen = isAsking(message, handling) && (name !== 'unknown' || isAskRule)
  return (
    <SwipeRow
      className={classes('msg-sent', name === 'cancelled' && 'is-withdrawn', pickClasses(isPicked))}
      actions={swipesOf({ message, again: none }, isKept)}
      hoverClass="is-pressed"
      hoverStayTime={80}
      onClick={() => onOpen(message, none)}
      onLongPress={() => onActions(message, none)}
      role={isOpen ? {} : role}
    >
      <PickMark isPicked={isPicked} />
      {/* with buttons of its own the bubble is none: what they stand under is */}
      <View {...(isOpen ? role : {})}>
        <View className="msg-topic tone-2">{shortTopic(message.topic, columns)}</View>
        <PayloadDigest payload={message.payload} hasExpand={name !== 'cancelled'} isOneLine={name === 'cancelled'} />
        <View className="msg-foot">
          {isKept && <KeptMark />}
          {message.qos > 0 && (
            <>
              <Text>{`Q${message.qos}`}</Text>
              <Text className="middot">·</Text>
            </>
          )}
          {message.retain && (
            <>
              <Text>{t('messages.retained')}</Text>
              <Text className="middot">·</Text>
            </>
          )}
          <Text>{clockTime(message.at)}</Text>
          <View className={classes('msg-status', tone)}>
            <Icon name={icon} size={14} className={name === 'sending' ? 'spinning' : undefined} />
            <Text>{words}</Text>
          </View>
          {handling === 'resent' && (
            <>
              <Text className="middot">·</Text>
              <Text>{t('sent.resent')}</Text>
            </>
          )}
        </View>
        {why !== undefined && handling === undefined && <View className="msg-why">{why}</View>}
      </View>
      {isOpen && <Actions message={message} onAction={onAction} />}
    </SwipeRow>
  )
})

function Actions({ message, onAction }: Pick<SentBubbleProps, 'message' | 'onAction'>) {
  const t = useT()
  return (
    <View className="msg-actions">
      {deliveryActions(message, undefined).map((action) => (
        <View
          key={action}
          className="msg-action"
          hoverClass="is-pressed"
          onClick={(event) => {
            event.stopPropagation()
            onAction(action, message)
          }}
          {...tappable(`${t(`sent.${action}`)} ${message.topic}`)}
        >
          {t(`sent.${action}`)}
        </View>
      ))}
    </View>
  )
}
