import { Input, Textarea, View } from '@tarojs/components'
import { useEffect, useState } from 'react'
import { looksLikeJson } from '@/core/payload/json/check'
import type { Suggestion } from '@/core/publish/suggest'
import type { TopicProblem } from '@/core/topic/validate'
import { shortTopic } from '@/core/topic/short'
import { forgetSuggestion } from '@/features/publish/published'
import { useSuggestions } from '@/features/publish/useSuggestions'
import type { Translate } from '@/i18n/t'
import { useT } from '@/ui/language'
import { a11y, tappable } from '@/ui/a11y'
import { useRoom } from '@/ui/appearance'
import { browserField } from '@/ui/browserField'
import { classes } from '@/ui/classes'
import { Icon } from '@/ui/Icon'
import { platform } from '@/ui/platform'
import { Suggestions } from './Suggestions'
import { useColumns } from '../list/useColumns'
import type { PublishDraft } from './usePublishDraft'
import { useSuggestionKeys, type SuggestionList } from './useSuggestionKeys'
import { useTypedField, type TypedField } from './useTypedField'

interface PublishBarProps {
  profileId: string
  draft: PublishDraft
  isOnline: boolean
  onSend: () => void
  /** Opens the options where they do not fit beside the topic */
  onOptions: () => void
  /** The bar has changed its height */
  onLayout: () => void
}

/** From this text scale on the options fold into one. */
const foldScale = 1.15
/** Narrower than this they fold, too: a screen zoomed to 200 % */
const foldWidth = 300
/** What stands beside the topic, in points at scale 1 */
const besideTopic = 226

/** The input grows no further */
const maxLines = 5
/** Characters of the input's font in a line of it, on a narrow phone */
const lineCharacters = 26

/** About how many lines a text takes: enough to notice that the bar grows. */
function linesOf(text: string): number {
  return text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lineCharacters)), 0)
}

const plainText = { autocapitalize: 'off', autocorrect: 'off', spellcheck: false, autocomplete: 'off' }

/** Topic, QoS, retain and JSON over the input and its button. Off line it queues, and says so. */
export function PublishBar({ profileId, draft, isOnline, onSend, onOptions, onLayout }: PublishBarProps) {
  const t = useT()
  const problem = problemWords(draft, isOnline, t)
  // WeChat's keyboard covers the page (`adjustPosition` off): the bar stands on it, and the list keeps its bottom
  const [keyboard, setKeyboard] = useState(0)
  const lines = Math.min(maxLines, linesOf(draft.payload))
  const hasProblem = problem !== undefined
  const typed = useTypedField()
  const suggestions = useSuggestions(profileId, typed.field, draft)
  useEffect(onLayout, [onLayout, keyboard, lines, hasProblem, suggestions.length])
  useEffect(() => platform.onKeyboard(onLayout), [onLayout])
  // chosen by keys the cursor goes along; a finger has left the field, and no keyboard is to come up again
  const [isFollowed, setFollowed] = useState(false)
  const choose = ({ topic, payload }: Suggestion, isByKey = false) => {
    typed.close()
    setFollowed(isByKey && payload !== '')
    if (payload === '') draft.setTopic(topic)
    else draft.fill({ topic, payload, qos: draft.qos, retain: draft.retain })
  }
  const forget = (suggestion: Suggestion) => forgetSuggestion(profileId, suggestion)
  const chooseByKey = (suggestion: Suggestion) => choose(suggestion, true)
  const list = useSuggestionKeys({ suggestions, choose: chooseByKey, forget, typed })
  const onKeyboard = (event: { detail: { height: number } }) => setKeyboard(event.detail.height)
  return (
    <View className="msg-publish" style={keyboard > 0 ? { paddingBottom: `${keyboard + 8}px` } : undefined}>
      <Suggestions {...{ suggestions, list }} onChoose={choose} onForget={forget} />
      <View className="msg-publish-options">
        <View className="msg-to">{t('publish.to')}</View>
        <TopicInput {...{ draft, typed, list }} onKeyboard={onKeyboard} />
        <Options draft={draft} onOptions={onOptions} />
      </View>
      <View className="msg-publish-input">
        <View className="msg-input-box">
          <PayloadInput
            {...{ draft, typed, list, isOnline, isFollowed, onKeyboard }}
            onFollowed={() => setFollowed(false)}
          />
        </View>
        <View
          className={classes('msg-send', !draft.canSend && 'is-disabled')}
          hoverClass={draft.canSend ? 'is-pressed' : 'none'}
          onClick={draft.canSend ? onSend : undefined}
          {...tappable(t(isOnline ? 'publish.send' : 'publish.queue'), { isDisabled: !draft.canSend })}
        >
          <Icon name={isOnline ? 'send' : 'clock'} />
        </View>
      </View>
      <View className="msg-problem" {...a11y({ role: 'status', live: 'polite' })}>
        {problem && (
          <View className={classes('msg-problem-row', problem.isNote && 'is-note')}>
            <Icon name={problem.isNote ? 'info' : 'alert'} size={16} />
            <View className="grow">{problem.words}</View>
            {problem.fix && (
              <View className="msg-problem-fix" onClick={problem.fix.run} {...tappable()}>
                {problem.fix.label}
              </View>
            )}
          </View>
        )}
      </View>
    </View>
  )
}

interface ShownProblem {
  words: string
  /** It can be sent all the same */
  isNote?: boolean
  fix?: { label: string; run: () => void }
}

function problemWords(draft: PublishDraft, isOnline: boolean, t: Translate): ShownProblem | undefined {
  const { topicProblem, trimmedTopic, jsonErrorAt } = draft
  if (topicProblem && topicProblem.code !== 'empty') return { words: topicWords(topicProblem, t) }
  if (jsonErrorAt !== undefined) {
    // a position helps in broken JSON, not in what never was any
    const isBroken = looksLikeJson(draft.payload)
    return { words: isBroken ? t('publish.invalidJson', { position: jsonErrorAt + 1 }) : t('publish.notJson') }
  }
  if (trimmedTopic !== undefined) {
    const fix = { label: t('publish.trim'), run: () => draft.setTopic(trimmedTopic) }
    return { words: t('subs.doubt.blank'), isNote: true, fix }
  }
  if (draft.canSend && draft.payload === '') return { words: t('publish.clears'), isNote: true }
  if (!isOnline && draft.qos === 0 && draft.payload !== '') return { words: t('publish.queue.qos0'), isNote: true }
  return undefined
}

export function topicWords(problem: TopicProblem, t: Translate): string {
  return t(`subs.problem.${problem.code}`)
}

interface TopicInputProps {
  draft: PublishDraft
  typed: TypedField
  list: SuggestionList
  onKeyboard: (event: { detail: { height: number } }) => void
}

/** While it has no focus a topic that is too long shows its tail, which is what tells topics apart. */
function TopicInput({ draft, typed, list, onKeyboard }: TopicInputProps) {
  const t = useT()
  const [isFocused, setFocused] = useState(false)
  const short = shortTopic(draft.topic, useColumns(besideTopic))
  const isShortened = !isFocused && short !== draft.topic
  return (
    <View className={classes('msg-publish-topic', draft.topicProblem && draft.topic !== '' && 'is-error')}>
      <Input
        className={classes('msg-publish-topic-input', isShortened && 'is-covered')}
        value={draft.topic}
        placeholder={t('publish.topic.placeholder')}
        placeholderClass="msg-input-placeholder"
        maxlength={65_535}
        adjustPosition={false}
        {...browserField({ ...plainText, ...list.topicField, 'aria-label': t('publish.topic') })}
        ariaLabel={t('publish.topic')}
        onInput={(event) => {
          typed.enter('topic')
          draft.setTopic(event.detail.value)
        }}
        onFocus={() => {
          setFocused(true)
          typed.enter('topic')
        }}
        onBlur={() => {
          setFocused(false)
          typed.leave()
          draft.keep()
        }}
        onKeyboardHeightChange={onKeyboard}
      />
      {isShortened && (
        <View className="msg-publish-topic-cover" {...a11y({ isHidden: true })}>
          {short}
        </View>
      )}
    </View>
  )
}

interface PayloadInputProps extends TopicInputProps {
  isOnline: boolean
  /** what was suggested was chosen by the keyboard, which goes along */
  isFollowed: boolean
  onFollowed: () => void
}

function PayloadInput(props: PayloadInputProps) {
  const { draft, typed, list, isOnline, isFollowed, onFollowed, onKeyboard } = props
  const t = useT()
  return (
    <Textarea
      // Taro's element on H5 cannot shrink from its greatest height: a new one begins with one line
      key={platform.isWeapp ? undefined : draft.replaced}
      className="msg-input"
      value={draft.payload}
      placeholder={t(isOnline ? 'publish.payload.placeholder' : 'publish.offline')}
      placeholderClass="msg-input-placeholder"
      autoHeight
      maxlength={-1}
      adjustPosition={false}
      showConfirmBar={false}
      disableDefaultPadding
      cursorSpacing={12}
      focus={isFollowed}
      {...browserField({
        ...plainText,
        ...list.payloadField,
        'aria-label': t('publish.payload'),
        maxLength: undefined,
      })}
      ariaLabel={t('publish.payload')}
      onInput={(event) => {
        typed.enter('payload')
        draft.setPayload(event.detail.value)
      }}
      onFocus={() => {
        // Taro's element takes the focus at each drawing while it is asked to
        onFollowed()
        typed.enter('payload')
      }}
      onBlur={() => {
        typed.leave()
        draft.keep()
      }}
      onKeyboardHeightChange={onKeyboard}
    />
  )
}

/** QoS, retain and JSON; one of them all where there is no room. */
function Options({ draft, onOptions }: Pick<PublishBarProps, 'draft' | 'onOptions'>) {
  const t = useT()
  const { scale, width } = useRoom()
  if (scale >= foldScale || width < foldWidth) {
    const chosen = [`Q${draft.qos}`, draft.retain && t('publish.retain'), draft.isJson && t('publish.json')]
    const words = chosen.filter(Boolean).join(' · ')
    return (
      <Option isOn label={`${words} ${t('publish.options')}`} onClick={onOptions}>
        {words}
      </Option>
    )
  }
  return (
    <>
      <Option isOn={draft.qos > 0} onClick={draft.cycleQos}>
        {t('publish.qos', { qos: draft.qos })}
      </Option>
      <Option isOn={draft.retain} isToggle onClick={draft.toggleRetain}>
        {t('publish.retain')}
      </Option>
      <Option isOn={draft.isJson} isToggle onClick={draft.toggleJson}>
        {t('publish.json')}
      </Option>
    </>
  )
}

interface OptionProps {
  children: string
  isOn: boolean
  isToggle?: boolean
  label?: string
  onClick: () => void
}

function Option({ children, isOn, isToggle, label, onClick }: OptionProps) {
  const attributes = isToggle ? a11y({ role: 'switch', isChecked: isOn, isFocusable: true, label }) : tappable(label)
  return (
    <View className="msg-option" onClick={onClick} {...attributes}>
      <View className={classes('msg-option-chip', isOn && 'is-on')}>{children}</View>
    </View>
  )
}
