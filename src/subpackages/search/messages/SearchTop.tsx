import { ScrollView, View } from '@tarojs/components'
import type { ParsedQuery } from '@/core/message/search/parseQuery'
import type { Condition, Fact, Moment } from '@/core/message/search/query'
import type { SearchState } from '@/features/search/search'
import { withChoice } from '@/features/search/typed'
import { thousands } from '@/i18n/format'
import { a11y } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { Chip } from '@/ui/Chip'
import { Field } from '@/ui/Field'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { useProblemWords } from './problemWords'

interface SearchTopProps {
  name: string
  text: string
  parsed: ParsedQuery
  state: SearchState
  onChange: (text: string) => void
  /** Asks for a time range of one's own */
  onTime: () => void
  onStop: () => void
}

/** What is looked for: as words in one field, its commonest choices as chips below it, and how far it is. */
export function SearchTop({ name, text, parsed, state, onChange, onTime, onStop }: SearchTopProps) {
  const t = useT()
  const problem = useProblemWords(parsed.problem)
  return (
    <View className="search-top">
      <NavBar title={t('search.title')} subtitle={name} isRaised />
      <View className="search-field">
        <Field
          value={text}
          onChange={onChange}
          label={t('search.field')}
          placeholder={t('search.placeholder')}
          error={problem}
          maxLength={1_024}
          isMono
          hasClear
          shouldFocus={text === ''}
        />
      </View>
      <Choices text={text} conditions={parsed.query.conditions} onChange={onChange} onTime={onTime} />
      {state.phase === 'searching' && <Progress state={state} onStop={onStop} />}
    </View>
  )
}

const ago = (count: number, unit: 'h' | 'd'): Fact => ({ kind: 'time', edge: 'after', moment: { ago: count, unit } })

type ChoicesProps = Pick<SearchTopProps, 'text' | 'onChange' | 'onTime'> & { conditions: readonly Condition[] }

/** Every chip is a word in the field: what is chosen can be read there, and typed the next time. */
function Choices({ text, conditions, onChange, onTime }: ChoicesProps) {
  const t = useT()
  const choices: [string, Fact][] = [
    [t('search.received'), { kind: 'direction', direction: 'received' }],
    [t('search.sent'), { kind: 'direction', direction: 'sent' }],
    [t('duration.hours', { n: 1 }), ago(1, 'h')],
    [t('duration.hours', { n: 24 }), ago(24, 'h')],
    [t('duration.days', { n: 7 }), ago(7, 'd')],
    [t('messages.retained'), { kind: 'retained', isRetained: true }],
    ['QoS 0', { kind: 'qos', qos: 0 }],
    ['QoS 1', { kind: 'qos', qos: 1 }],
    ['QoS 2', { kind: 'qos', qos: 2 }],
  ]
  const isChosen = (fact: Fact) => conditions.some((each) => !each.isExcluded && isSameChoice(each, fact))
  const isOwnTime = conditions.some(
    (each) => each.kind === 'time' && !choices.some(([, fact]) => isSameChoice(each, fact)),
  )
  const choose = (fact: Fact) => {
    onChange(withChoice(text, (each) => each.kind === fact.kind, isChosen(fact) ? undefined : fact))
  }
  return (
    <ScrollView scrollX className="search-choices" showScrollbar={false} enhanced>
      <View className="chips">
        {choices.map(([label, fact], i) => (
          <Chip key={i} isSelected={isChosen(fact)} onClick={() => choose(fact)}>
            {label}
          </Chip>
        ))}
        <Chip isSelected={isOwnTime} onClick={onTime}>
          {t('search.time')}
        </Chip>
      </View>
    </ScrollView>
  )
}

function isSameChoice(a: Fact, b: Fact): boolean {
  if (a.kind === 'direction' && b.kind === 'direction') return a.direction === b.direction
  if (a.kind === 'qos' && b.kind === 'qos') return a.qos === b.qos
  if (a.kind === 'retained' && b.kind === 'retained') return a.isRetained === b.isRetained
  return a.kind === 'time' && b.kind === 'time' && a.edge === b.edge && isSameAgo(a.moment, b.moment)
}

const isSameAgo = (a: Moment, b: Moment) => 'ago' in a && 'ago' in b && a.ago === b.ago && a.unit === b.unit

function Progress({ state: { progress, scanned, hits }, onStop }: { state: SearchState; onStop: () => void }) {
  const t = useT()
  const percent = Math.floor(progress * 100)
  return (
    <View className="search-progress">
      <View className="search-progress-row">
        <View className="grow cap tone-2">
          {[
            t('search.found', { n: thousands(hits.length) }),
            t('search.running', { scanned: thousands(scanned), percent }),
          ].join(' · ')}
        </View>
        <Button variant="text" size="pill" onClick={onStop}>
          {t('search.stop')}
        </Button>
      </View>
      <View className="search-track" {...a11y({ isHidden: true })}>
        <View className="search-bar" style={{ transform: `scaleX(${progress})` }} />
      </View>
    </View>
  )
}
