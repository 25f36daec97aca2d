import { View } from '@tarojs/components'
import { stepNumber } from '@/core/collections/stepNumber'
import type { Question } from '@/core/collections/template'
import { savedLimits } from '@/core/collections/savedMessage'
import { Field } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { Segmented } from '@/ui/Segmented'

/** Beyond these a row of choices does not fit a narrow phone. */
const mostSegments = 4
const mostSegmentCharacters = 24

interface QuestionFieldProps {
  question: Question
  value: string
  onChange: (value: string) => void
}

/** One variable that is asked for: choices as segments, a range with a stepper, anything else as text. */
export function QuestionField({ question, value, onChange }: QuestionFieldProps) {
  const t = useT()
  const { label, choices, range } = question
  const fits =
    choices !== undefined && choices.length <= mostSegments && choices.join('').length <= mostSegmentCharacters
  return (
    <View className="ask">
      <View className="ask-label">
        <View className="grow">{label}</View>
        {range && <View>{`${range.from}–${range.to}`}</View>}
      </View>
      {choices && fits ? (
        <Segmented
          options={choices.map((choice) => ({ value: choice, label: choice }))}
          value={value}
          onChange={onChange}
          label={label}
          isTall
        />
      ) : (
        <View className="row">
          <View className="grow">
            <Field value={value} onChange={onChange} label={label} isMono maxLength={savedLimits.answer} />
          </View>
          {range && (
            <>
              <Step icon="minus" label={t('saved.send.less', { name: label })} {...{ value, range, onChange }} />
              <Step icon="plus" label={t('saved.send.more', { name: label })} {...{ value, range, onChange }} />
            </>
          )}
        </View>
      )}
      {choices && !fits && <View className="ask-choices">{choices.join(' · ')}</View>}
    </View>
  )
}

interface StepProps {
  icon: 'minus' | 'plus'
  label: string
  value: string
  range: { from: string; to: string }
  onChange: (value: string) => void
}

function Step({ icon, label, value, range, onChange }: StepProps) {
  const stepped = stepNumber(value === '' ? range.from : value, icon === 'plus' ? 1 : -1)
  const isWithin = stepped !== undefined && isInRange(stepped, range)
  return (
    <IconButton
      className="ask-step"
      icon={icon}
      label={label}
      isDisabled={!isWithin}
      onClick={() => stepped !== undefined && onChange(stepped)}
    />
  )
}

export function isInRange(text: string, { from, to }: { from: string; to: string }): boolean {
  return text.trim() !== '' && Number(text) >= Number(from) && Number(text) <= Number(to)
}
