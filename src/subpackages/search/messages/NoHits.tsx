import { ScrollView, View } from '@tarojs/components'
import { parseQuery } from '@/core/message/search/parseQuery'
import type { SearchState } from '@/features/search/search'
import { withoutPart } from '@/features/search/typed'
import { thousands } from '@/i18n/format'
import { a11y } from '@/ui/a11y'
import { Cell } from '@/ui/Cell'
import { CellGroup } from '@/ui/CellGroup'
import { EmptyState } from '@/ui/EmptyState'
import { useT } from '@/ui/language'

/** Says what was looked through, and offers to take away one condition each: all of them have to hold. */
export function NoHits({
  text,
  state,
  onChange,
}: {
  text: string
  state: SearchState
  onChange: (text: string) => void
}) {
  const t = useT()
  const { parts } = parseQuery(text)
  const { scanned, damaged } = state
  const looked = scanned === 0 ? t('search.none.nothing') : t('search.none.text', { scanned: thousands(scanned) })
  const words = damaged > 0 ? `${looked} ${t('search.damaged', { n: damaged })}` : looked
  return (
    <ScrollView scrollY className="search-scroll">
      <View className="search-none" {...a11y({ role: 'status', live: 'polite' })}>
        <EmptyState icon="search" title={t('search.none.title')} text={words} />
      </View>
      {parts.length > 1 && (
        <CellGroup header={t('search.none.widen')}>
          {parts.map(({ from, to }) => {
            const word = text.slice(from, to)
            return (
              <Cell
                key={from}
                icon="x"
                title={<View className="search-example">{word}</View>}
                label={t('search.remove', { what: word })}
                onClick={() => onChange(withoutPart(text, from))}
              />
            )
          })}
        </CellGroup>
      )}
      <View className="search-end" />
    </ScrollView>
  )
}
