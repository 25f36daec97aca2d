import { ScrollView, View } from '@tarojs/components'
import { useCallback, useState } from 'react'
import { openMessage } from '@/features/messages/opened'
import type { Search, SearchState } from '@/features/search/search'
import { thousands } from '@/i18n/format'
import { a11y, tappable } from '@/ui/a11y'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import { useT } from '@/ui/language'
import { Notice } from '@/ui/Notice'
import { HitCard } from './HitCard'
import { NoHits } from './NoHits'

interface ResultsProps {
  profileId: string
  text: string
  state: SearchState
  search: Search
  onChange: (text: string) => void
}

/** Cards that are drawn at once: a page of fifty would be a large `setData`. */
const drawn = 20

/** What was found, newest first; older ones are looked for as the end comes near. */
export function Results({ profileId, text, state, search, onChange }: ResultsProps) {
  const { hits, arrived, phase, query } = state
  const [limit, setLimit] = useState({ query, count: drawn })
  const [now] = useState(() => Date.now())
  const count = limit.query === query ? limit.count : drawn
  const open = useCallback((id: number) => openMessage(profileId, { id }), [profileId])
  const showMore = () => {
    if (count < hits.length) setLimit({ query, count: count + drawn })
    // a failure is told, and asked about
    else if (phase === 'paused') search.more()
  }
  if (hits.length === 0 && arrived.length === 0 && phase === 'done') {
    return <NoHits text={text} state={state} onChange={onChange} />
  }
  return (
    <View className="search-results">
      {arrived.length > 0 && <Arrived count={arrived.length} onShow={() => search.showArrived()} />}
      <ScrollView scrollY className="search-scroll" lowerThreshold={400} onScrollToLower={showMore}>
        <View className="search-hits">
          {hits.slice(0, count).map((hit) => (
            <HitCard key={hit.id} hit={hit} now={now} onOpen={open} />
          ))}
        </View>
        {count < hits.length ? <View className="search-end" /> : <End state={state} onMore={() => search.more()} />}
      </ScrollView>
    </View>
  )
}

function Arrived({ count, onShow }: { count: number; onShow: () => void }) {
  const t = useT()
  return (
    <View className="search-arrived" hoverClass="is-pressed" onClick={onShow} {...tappable()}>
      <Icon name="up" size={18} />
      <View>{t('search.arrived', { n: count })}</View>
    </View>
  )
}

/** Where it stands, and the way on. */
function End({ state, onMore }: { state: SearchState; onMore: () => void }) {
  const t = useT()
  const { phase, hits, scanned, progress, damaged } = state
  const facts = { n: hits.length, scanned: thousands(scanned), percent: Math.floor(progress * 100) }
  return (
    <View className="search-end" {...a11y({ role: 'status', live: 'polite' })}>
      {phase === 'failed' && (
        <Notice tone="bad" title={t('search.failed.title')}>
          {t('search.failed.text')}
        </Notice>
      )}
      {phase === 'full' && <Notice title={t('search.full.title', facts)}>{t('search.full.text')}</Notice>}
      {phase === 'done' && <View className="search-note">{t('search.done', facts)}</View>}
      {phase === 'stopped' && <View className="search-note">{t('search.stopped', facts)}</View>}
      {phase === 'paused' && <View className="search-note">{t('search.paused', facts)}</View>}
      {damaged > 0 && phase !== 'searching' && (
        <View className="search-note">{t('search.damaged', { n: damaged })}</View>
      )}
      {(phase === 'paused' || phase === 'stopped' || phase === 'failed') && (
        <Button variant="neutral" size="card" className="search-more" onClick={onMore}>
          {t(phase === 'failed' ? 'common.retry' : 'search.more')}
        </Button>
      )}
    </View>
  )
}
