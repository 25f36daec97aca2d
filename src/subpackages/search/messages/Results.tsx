import { ScrollView, View } from '@tarojs/components'
import { useCallback, useState } from 'react'
import { openMessage } from '@/features/messages/opened'
import type { Search, SearchPhase, SearchState } from '@/features/search/search'
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
/** Cards that stand in the tree at most; beyond, they are leafed through */
const leaf = 200

/** What was found, newest first; older ones are looked for as the end comes near. */
export function Results({ profileId, text, state, search, onChange }: ResultsProps) {
  const t = useT()
  const { hits, arrived, phase, query } = state
  const [shown, setShown] = useState({ query, from: 0, count: drawn })
  const [now] = useState(() => Date.now())
  const { from, count } = shown.query === query ? shown : { from: 0, count: drawn }
  const isLeafFull = count >= leaf
  const open = useCallback((id: number) => openMessage(profileId, { id }), [profileId])
  const showMore = () => {
    if (isLeafFull) return
    if (from + count < hits.length) setShown({ query, from, count: count + drawn })
    // a failure is told, and asked about
    else if (phase === 'paused') search.more()
  }
  const turnTo = (next: number) => {
    setShown({ query, from: next, count: drawn })
    if (next >= hits.length) search.more()
  }
  const isMore = from + count < hits.length
  if (hits.length === 0 && arrived.length === 0 && phase === 'done') {
    return <NoHits text={text} state={state} onChange={onChange} />
  }
  return (
    <View className="search-results">
      {arrived.length > 0 && <Arrived count={arrived.length} onShow={() => search.showArrived()} />}
      <ScrollView key={from} scrollY className="search-scroll" lowerThreshold={400} onScrollToLower={showMore}>
        <Summary state={state} />
        {from > 0 && <Leaf words={t('search.newer')} onTurn={() => turnTo(from - leaf)} />}
        <View className="search-hits">
          {hits.slice(from, from + count).map((hit) => (
            <HitCard key={hit.id} hit={hit} now={now} onOpen={open} />
          ))}
        </View>
        {isLeafFull && (isMore || phase === 'paused') ? (
          <Leaf words={t('search.older')} onTurn={() => turnTo(from + leaf)} />
        ) : isMore ? (
          <View className="search-end" />
        ) : (
          <End phase={phase} onMore={() => search.more()} />
        )}
      </ScrollView>
    </View>
  )
}

function Leaf({ words, onTurn }: { words: string; onTurn: () => void }) {
  return (
    <View className="search-end">
      <Button variant="neutral" size="card" className="search-more" onClick={onTurn}>
        {words}
      </Button>
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

/** How much was found, and in how much. */
function Summary({ state: { phase, hits, scanned, progress, damaged } }: { state: SearchState }) {
  const t = useT()
  const facts = { n: thousands(hits.length), scanned: thousands(scanned), percent: Math.floor(progress * 100) }
  const words = {
    ...{ idle: '', searching: '', failed: t('search.found', facts), full: t('search.full.title', facts) },
    ...{ paused: t('search.paused', facts), stopped: t('search.stopped', facts), done: t('search.done', facts) },
  }[phase]
  return (
    <View className="search-summary" {...a11y({ role: 'status', live: 'polite' })}>
      {words}
      {damaged > 0 && phase !== 'searching' && ` ${t('search.damaged', { n: damaged })}`}
    </View>
  )
}

/** What stands behind the last hit: the way on. */
function End({ phase, onMore }: { phase: SearchPhase; onMore: () => void }) {
  const t = useT()
  return (
    <View className="search-end">
      {phase === 'failed' && (
        <Notice tone="bad" title={t('search.failed.title')} isLive>
          {t('search.failed.text')}
        </Notice>
      )}
      {phase === 'full' && <Notice>{t('search.full.text')}</Notice>}
      {(phase === 'paused' || phase === 'stopped' || phase === 'failed') && (
        <Button variant="neutral" size="card" className="search-more" onClick={onMore}>
          {t(phase === 'failed' ? 'common.retry' : 'search.more')}
        </Button>
      )}
    </View>
  )
}
