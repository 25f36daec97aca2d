import { ScrollView, View } from '@tarojs/components'
import { CellGroup } from '@/ui/CellGroup'
import { tappable } from '@/ui/a11y'
import { useT } from '@/ui/language'

const examples = [
  ['pump -ok', 'search.hint.words'],
  ['"two words"', 'search.hint.phrase'],
  ['topic:site/+/temp', 'search.hint.topic'],
  ['temp > 21.5', 'search.hint.number'],
  ['dir:in qos:2 retain:yes', 'search.hint.facts'],
  ['after:24h before:2026-03-01', 'search.hint.time'],
  ['0xffd8', 'search.hint.bytes'],
  ['Pump case:yes', 'search.hint.case'],
] as const

/** What can be looked for, each as an example that a tap puts into the field. */
export function Hints({ onPick }: { onPick: (text: string) => void }) {
  const t = useT()
  return (
    <ScrollView scrollY className="search-scroll">
      <CellGroup header={t('search.hints')} footer={t('search.hints.all')}>
        {examples.map(([text, why]) => (
          <View
            key={text}
            className="search-hint ruled"
            hoverClass="is-pressed"
            hoverStayTime={80}
            onClick={() => onPick(text)}
            {...tappable(`${text}${t('common.comma')}${t(why)}`)}
          >
            <View className="search-example">{text}</View>
            <View className="cap tone-3">{t(why)}</View>
          </View>
        ))}
      </CellGroup>
      <View className="search-end" />
    </ScrollView>
  )
}
