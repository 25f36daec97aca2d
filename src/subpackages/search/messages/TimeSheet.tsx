import { View } from '@tarojs/components'
import { useState } from 'react'
import { parseMoment, printMoment } from '@/core/message/search/moment'
import type { Condition, Fact } from '@/core/message/search/query'
import { minuteOf } from '@/features/search/moments'
import { withChoice } from '@/features/search/typed'
import { Button } from '@/ui/Button'
import { Field } from '@/ui/Field'
import { useT } from '@/ui/language'
import { Sheet } from '@/ui/Sheet'

interface TimeSheetProps {
  text: string
  conditions: readonly Condition[]
  onChange: (text: string) => void
  onClose: () => void
}

const dayMs = 86_400_000

/** A time range of one's own; either end may be left open. */
export function TimeSheet({ text, conditions, onChange, onClose }: TimeSheetProps) {
  const t = useT()
  const hasTime = conditions.some(({ kind }) => kind === 'time')
  const [after, setAfter] = useState(
    () => written(conditions, 'after') ?? (hasTime ? '' : shown(minuteOf(Date.now() - dayMs))),
  )
  const [before, setBefore] = useState(() => written(conditions, 'before') ?? '')
  const ends = [
    { edge: 'after', value: after, set: setAfter, label: t('search.time.after') },
    { edge: 'before', value: before, set: setBefore, label: t('search.time.before') },
  ] as const
  const isWrong = (value: string) => value.trim() !== '' && !momentOf(value)
  const use = () => {
    let typed = withChoice(text, ({ kind }) => kind === 'time')
    for (const { edge, value } of [...ends].reverse()) {
      const moment = momentOf(value)
      const fact: Fact | undefined = moment && { kind: 'time', edge, moment }
      typed = withChoice(typed, () => false, fact)
    }
    onChange(typed)
    onClose()
  }
  return (
    <Sheet title={t('search.time')} onClose={onClose}>
      <View className="search-times">
        {ends.map(({ edge, value, set, label }) => (
          <View key={edge} className="search-end-of-time">
            <View className="search-label">{label}</View>
            <Field
              value={value}
              onChange={set}
              label={label}
              placeholder={edge === 'before' ? t('search.time.now') : t('search.time.start')}
              error={isWrong(value) && t('search.problem.moment', { found: value })}
              isMono
              hasClear
            />
          </View>
        ))}
        <Button isDisabled={ends.some(({ value }) => isWrong(value))} onClick={use}>
          {t('search.time.use')}
        </Button>
      </View>
    </Sheet>
  )
}

const momentOf = (value: string) => parseMoment(value.trim().replace(/\s+/, 'T'))
const shown = (moment: Parameters<typeof printMoment>[0]) => printMoment(moment).replace('T', ' ')

function written(conditions: readonly Condition[], edge: 'after' | 'before'): string | undefined {
  const found = conditions.find((each) => each.kind === 'time' && each.edge === edge && !each.isExcluded)
  return found?.kind === 'time' ? shown(found.moment) : undefined
}
