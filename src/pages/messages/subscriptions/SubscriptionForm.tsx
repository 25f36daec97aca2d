import { Text, View } from '@tarojs/components'
import { useState } from 'react'
import { profileDefaults } from '@/core/profile/defaults'
import type { WantedSubscription } from '@/core/profile/profile'
import type { QoS } from '@/core/session/packets'
import { validateFilter, type TopicProblem } from '@/core/topic/validate'
import { useT } from '@/ui/language'
import { a11y } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { Field } from '@/ui/Field'
import { Segmented } from '@/ui/Segmented'
import { FormatChoice } from '../publish/FormatChoice'

export type SubscriptionInput = Pick<WantedSubscription, 'filter' | 'qos' | 'alias' | 'color' | 'format'>

interface SubscriptionFormProps {
  /** Edits this one: its filter is what it is, another filter is another subscription */
  edited: WantedSubscription | undefined
  taken: readonly WantedSubscription[]
  onSubmit: (input: SubscriptionInput) => void
  onRemove: (() => void) | undefined
  onCancel: () => void
}

const colors = [0, 1, 2, 3, 4, 5, 6, 7]
const qosOptions = ([0, 1, 2] as const).map((value) => ({ value, label: `QoS ${value}` }))

/** Checks the filter while it is typed and offers the corrected one. */
export function SubscriptionForm({ edited, taken, onSubmit, onRemove, onCancel }: SubscriptionFormProps) {
  const t = useT()
  const [filter, setFilter] = useState(edited?.filter ?? '')
  const [alias, setAlias] = useState(edited?.alias ?? '')
  const [qos, setQos] = useState<QoS>(edited?.qos ?? profileDefaults.qos)
  const [color, setColor] = useState(() => edited?.color ?? freeColor(taken))
  const [format, setFormat] = useState(edited?.format)
  const { problem, doubt, suggestion } = validateFilter(filter)
  const isTaken = !edited && taken.some((s) => s.filter === filter)
  const shownProblem = filter === '' ? undefined : problem
  const error = shownProblem ? t(`subs.problem.${shownProblem.code}`) : isTaken && t('subs.exists')
  const questionable = shownProblem ?? doubt
  return (
    <View className="group">
      <View className="group-header">{edited ? edited.filter : t('subs.add')}</View>
      <View className="group-card subs-form">
        {!edited && (
          <Field
            value={filter}
            onChange={setFilter}
            label={t('subs.filter')}
            placeholder={t('subs.filter.placeholder')}
            error={error || (doubt && t('subs.doubt.blank'))}
            isMono
            hasClear
            maxLength={65_535}
          />
        )}
        {questionable && suggestion !== undefined && (
          <View className="subs-suggestion">
            <Suggestion filter={filter} problem={questionable} suggestion={suggestion} />
            <Button variant="soft" size="pill" onClick={() => setFilter(suggestion)}>
              {t('subs.use')}
            </Button>
          </View>
        )}
        <View className={edited ? undefined : 'subs-alias'}>
          <Field
            value={alias}
            onChange={setAlias}
            label={t('subs.alias')}
            placeholder={t('subs.alias.placeholder')}
            maxLength={40}
          />
        </View>
        <ColorChoice color={color} onChange={setColor} />
        <FormatChoice format={format} onChange={setFormat} />
        <View className="subs-submit">
          <View className="grow">
            <Segmented options={qosOptions} value={qos} onChange={setQos} label={t('subs.qos')} isTall />
          </View>
          <Button
            size="card"
            className="subs-submit-button"
            isDisabled={problem !== undefined || isTaken}
            onClick={() => onSubmit({ filter, qos, alias: alias.trim(), color, format })}
          >
            {t(edited ? 'subs.save' : 'subs.subscribe')}
          </Button>
        </View>
        {onRemove && (
          <View className="subs-edit-actions">
            <Button variant="neutral" size="card" className="grow" onClick={onCancel}>
              {t('common.cancel')}
            </Button>
            <Button variant="danger-soft" size="card" icon="trash" className="grow subs-remove" onClick={onRemove}>
              {t('subs.remove')}
            </Button>
          </View>
        )}
      </View>
    </View>
  )
}

function ColorChoice({ color, onChange }: { color: number; onChange: (color: number) => void }) {
  const t = useT()
  return (
    <View className="subs-colors" {...a11y({ role: 'radiogroup', label: t('subs.colors') })}>
      {colors.map((index) => (
        <View
          key={index}
          className="subs-color"
          onClick={() => onChange(index)}
          {...a11y({
            role: 'radio',
            isChecked: index === color,
            isFocusable: true,
            label: t('subs.color', { n: index + 1 }),
          })}
        >
          <View
            className={classes('subs-color-dot', index === color && 'is-on')}
            style={{ backgroundColor: `var(--s${index + 1})`, color: `var(--s${index + 1})` }}
          />
        </View>
      ))}
    </View>
  )
}

/** The corrected filter with what was changed marked: all that differs from what was typed. */
function Suggestion({ filter, problem, suggestion }: { filter: string; problem: TopicProblem; suggestion: string }) {
  let start = Math.min(problem.position, suggestion.length)
  while (start > 0 && filter.slice(0, start) !== suggestion.slice(0, start)) start -= 1
  let tail = 0
  const longest = Math.min(filter.length, suggestion.length) - start
  while (tail < longest && filter.charAt(filter.length - 1 - tail) === suggestion.charAt(suggestion.length - 1 - tail))
    tail += 1
  const end = suggestion.length - tail
  return (
    <View className="subs-suggestion-text">
      {suggestion.slice(0, start)}
      <Text className="subs-suggestion-mark">{suggestion.slice(start, end)}</Text>
      {suggestion.slice(end)}
    </View>
  )
}

/** The first colour that is not in use. */
function freeColor(taken: readonly WantedSubscription[]): number {
  const free = colors.find((color) => !taken.some((s) => s.color === color))
  return free ?? taken.length % colors.length
}
