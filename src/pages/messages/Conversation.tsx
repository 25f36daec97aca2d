import { View } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useCallback, useEffect, useState } from 'react'
import { AppError } from '@/core/errors'
import type { Gap, SentMessage } from '@/core/message/message'
import { decodeUtf8 } from '@/core/payload/utf8'
import type { Profile } from '@/core/profile/profile'
import type { SessionStatus } from '@/core/session/states'
import { changeProfile, setPaused } from '@/features/connections/connections'
import { clearFeed, openFeed, useFeed } from '@/features/messages/feed'
import { publishText, resend } from '@/features/publish/publish'
import { useSession } from '@/features/sessions/useSession'
import { rate } from '@/i18n/format'
import { isShortWait, stateWords } from '@/i18n/sessionWords'
import type { Translate } from '@/i18n/t'
import { useT } from '@/ui/language'
import { vibrateLight } from '@/services/device'
import { a11y } from '@/ui/a11y'
import { IconButton } from '@/ui/IconButton'
import { NavBar } from '@/ui/NavBar'
import { Page } from '@/ui/Page'
import { StateMark } from '@/ui/StateMark'
import { showToast } from '@/ui/toasts'
import { useWhileShown } from '@/ui/useWhileShown'
import { ActionsSheet } from './ActionsSheet'
import { Banner } from './Banner'
import { FilterChips } from './FilterChips'
import { gapWords } from './GapLine'
import { MessageSheet } from './MessageSheet'
import { OptionsSheet } from './OptionsSheet'
import { PublishBar } from './PublishBar'
import type { Message } from './rows'
import { SubscriptionsSheet } from './SubscriptionsSheet'
import { Timeline, useColors } from './Timeline'
import { useLastReason } from './useLastReason'
import { usePublishDraft, type PublishDraft } from './usePublishDraft'
import { reasonTitle } from './words'

type OpenSheet = { name: 'actions' | 'subscriptions' | 'options' } | { name: 'message'; message: Message }

/** One connection: its state, what it receives, and the bar to publish. */
export function Conversation({ profile }: { profile: Profile }) {
  const { id } = profile
  const { session, status, subscriptions: states, outbox } = useSession(id)
  const draft = usePublishDraft(profile)
  const [selected, setSelected] = useState<string[]>([])
  const [sheet, setSheet] = useState<OpenSheet>()
  const [jump, setJump] = useState(0)
  const [layout, setLayout] = useState(0)
  const onLayout = useCallback(() => setLayout((n) => n + 1), [])
  const hasWorked = useFeed(id, (feed) => feed.entries.length > 0)
  const attempt = useAttempt()
  const t = useT()
  useEffect(() => openFeed(id), [id])

  const onShown = useCallback(() => setJump((n) => n + 1), [])
  const { onSend, onResend } = usePublishing(id, draft, attempt, onShown)
  const onOpen = useCallback((message: Message) => setSheet({ name: 'message', message }), [])
  const onKeepSession = useCallback(
    () => attempt(() => changeProfile(id, (now) => ({ ...now, keepSession: true }))),
    [id, attempt],
  )
  const edit = () => openEditor(id)
  const shown = selected.filter((filter) => profile.subscriptions.some((s) => s.filter === filter))
  const reason = useLastReason(status)
  const downReason = reason && reasonTitle(reason, t)

  const more = <IconButton icon="subs" label={t('messages.more')} onClick={() => setSheet({ name: 'actions' })} />
  const title = profile.name || profile.url
  const top = (
    <>
      <NavBar title={title} isRaised subtitle={<State id={id} status={status} />} actions={more} />
      <Banner
        status={status}
        reason={reason}
        onRetry={() => session?.retryNow()}
        onEdit={edit}
        onResume={() => attempt(() => setPaused(id, false))}
        hasWorked={hasWorked}
        onLayout={onLayout}
      />
      {profile.subscriptions.length > 0 && <Chips profile={profile} selected={shown} onChange={setSelected} />}
    </>
  )
  const bottom = (
    <PublishBar
      draft={draft}
      isOnline={status.name === 'online'}
      onSend={onSend}
      onOptions={() => setSheet({ name: 'options' })}
      onLayout={onLayout}
    />
  )
  const overlay = sheet && (
    <Sheets
      sheet={sheet}
      profile={profile}
      states={states}
      draft={draft}
      onEdit={edit}
      onShow={setSheet}
      attempt={attempt}
    />
  )
  return (
    <Page top={top} bottom={bottom} overlay={overlay} isFixed>
      <Announcer id={id} status={status} downReason={downReason} />
      <Timeline
        profile={profile}
        states={states}
        outbox={outbox}
        selected={shown}
        downReason={downReason}
        jump={jump}
        layout={layout}
        onOpen={onOpen}
        onResend={onResend}
        onKeepSession={onKeepSession}
        onSubscribe={() => setSheet({ name: 'subscriptions' })}
      />
    </Page>
  )
}

/** @param onShown what was published is to be seen */
function usePublishing(id: string, draft: PublishDraft, attempt: Attempt, onShown: () => void) {
  const publish = useCallback(
    (send: () => unknown) =>
      attempt(() => {
        send()
        vibrateLight()
        onShown()
      }),
    [attempt, onShown],
  )
  return {
    onSend: () =>
      publish(() => {
        publishText(id, draft)
        draft.sent()
      }),
    onResend: useCallback((message: SentMessage) => publish(() => resend(id, message)), [id, publish]),
  }
}

const openEditor = (id: string) => void Taro.navigateTo({ url: `/pages/editor/index?id=${encodeURIComponent(id)}` })

type Attempt = (work: () => unknown) => void

/** Runs what may fail, now or later, and says so in the words of its code. */
function useAttempt(): Attempt {
  const t = useT()
  return useCallback(
    (work) => {
      const failed = (error: unknown) => showToast({ text: failureWords(error, t) })
      try {
        Promise.resolve(work()).catch(failed)
      } catch (error) {
        failed(error)
      }
    },
    [t],
  )
}

function failureWords(error: unknown, t: Translate): string {
  // anything without a code is a defect: it belongs in the console, not in a toast
  if (!(error instanceof AppError)) throw error
  return t(`error.${error.code}`)
}

/** What the state is called here: the countdown stands in the banner. */
function stateName(status: SessionStatus, t: Translate): string {
  const isCounted = status.name === 'waiting' && !isShortWait(status)
  return isCounted ? t('messages.offline') : stateWords(status, t, 0).word
}

function State({ id, status }: { id: string; status: SessionStatus }) {
  const t = useT()
  const perSecond = useWhileShown(useFeed(id, (feed) => feed.ratePerSecond))
  const { kind } = stateWords(status, t, 0)
  return (
    <>
      <StateMark kind={kind}>{stateName(status, t)}</StateMark>
      {status.name === 'online' && perSecond > 0 && (
        <>
          <View className="middot">·</View>
          <View>{t('rate.perSecond', { rate: rate(perSecond) })}</View>
        </>
      )}
    </>
  )
}

function Chips({
  profile,
  selected,
  onChange,
}: {
  profile: Profile
  selected: string[]
  onChange: (selected: string[]) => void
}) {
  const total = useWhileShown(useFeed(profile.id, (feed) => feed.total))
  const counts = useWhileShown(useFeed(profile.id, (feed) => feed.counts))
  return (
    <FilterChips
      subscriptions={profile.subscriptions}
      total={total}
      counts={counts}
      selected={selected}
      onChange={onChange}
    />
  )
}

/** For a screen reader: the state and the newest gap, never each message. */
function Announcer({ id, status, downReason }: { id: string; status: SessionStatus; downReason: string | undefined }) {
  const t = useT()
  const name = stateName(status, t)
  const gap = useFeed(id, (feed) => lastGap(feed.entries))
  return (
    <>
      <View className="msg-announce" {...a11y({ role: 'status', live: 'polite' })}>
        {downReason === undefined || downReason === name ? name : `${name} · ${downReason}`}
      </View>
      <View className="msg-announce" {...a11y({ role: 'status', live: 'polite' })}>
        {gap ? gapWords(gap, t) : ''}
      </View>
    </>
  )
}

function lastGap(entries: readonly { direction: string }[]): Gap | undefined {
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    const entry = entries[i]
    if (entry?.direction === 'gap') return entry as Gap
  }
  return undefined
}

interface SheetsProps {
  sheet: OpenSheet
  profile: Profile
  states: ReturnType<typeof useSession>['subscriptions']
  draft: PublishDraft
  onEdit: () => void
  onShow: (sheet: OpenSheet | undefined) => void
  attempt: Attempt
}

function Sheets({ sheet, profile, states, draft, onEdit, onShow, attempt }: SheetsProps) {
  const t = useT()
  const counts = useFeed(profile.id, (feed) => feed.counts)
  const colorOf = useColors(profile.subscriptions)
  const close = () => onShow(undefined)
  switch (sheet.name) {
    case 'options':
      return <OptionsSheet draft={draft} onClose={close} />
    case 'subscriptions':
      return <SubscriptionsSheet profile={profile} states={states} counts={counts} onClose={close} />
    case 'actions':
      return (
        <ActionsSheet
          name={profile.name || profile.url}
          isPaused={profile.isPaused}
          onSubscriptions={() => onShow({ name: 'subscriptions' })}
          onEdit={() => {
            close()
            onEdit()
          }}
          onPause={() => {
            close()
            attempt(() => setPaused(profile.id, !profile.isPaused))
          }}
          onClear={() => {
            close()
            showToast({ text: t('messages.cleared'), action: { label: t('common.undo'), run: clearFeed(profile.id) } })
          }}
          onClose={close}
        />
      )
    case 'message': {
      const { message } = sheet
      return (
        <MessageSheet
          message={message}
          color={message.direction === 'received' ? colorOf(message.topic) : undefined}
          onPublishAgain={({ topic, payload, qos, retain }) => {
            close()
            draft.fill({ topic, payload: decodeUtf8(payload), qos, retain })
          }}
          onClose={close}
        />
      )
    }
  }
}
