import { useRouter } from '@tarojs/taro'
import { useState } from 'react'
import type { Profile } from '@/core/profile/profile'
import { loadConnections } from '@/features/connections/connections'
import { useProfile } from '@/features/connections/useProfile'
import { useSearch } from '@/features/search/useSearch'
import '@/i18n/search/words'
import { useT } from '@/ui/language'
import { NoConnection } from '@/ui/NoConnection'
import { Page } from '@/ui/Page'
import { Hints } from './Hints'
import { Results } from './Results'
import { SearchTop } from './SearchTop'
import { TimeSheet } from './TimeSheet'
import './index.css'

/** `?profile=<id>&q=<query>`: looks through the stored messages of a connection. */
export default function SearchPage() {
  const t = useT()
  const { profile: id, q = '' } = useRouter().params
  const profile = useProfile(id)
  if (typeof profile === 'object') return <SearchOf profile={profile} begin={decoded(q)} />
  return <NoConnection title={t('search.title')} why={profile} onRetry={loadConnections} />
}

/** WeChat gives parameters as they stand in the address, H5 decoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function SearchOf({ profile, begin }: { profile: Profile; begin: string }) {
  const [text, setText] = useState(begin)
  const [isTimeOpen, setTimeOpen] = useState(false)
  const { state, parsed, search } = useSearch(profile.id, text)
  const top = (
    <SearchTop
      name={profile.name || profile.url}
      text={text}
      parsed={parsed}
      state={state}
      onChange={setText}
      onTime={() => setTimeOpen(true)}
      onStop={() => search.stop()}
    />
  )
  const overlay = isTimeOpen && (
    <TimeSheet text={text} conditions={parsed.query.conditions} onChange={setText} onClose={() => setTimeOpen(false)} />
  )
  return (
    <Page top={top} overlay={overlay} isFixed>
      {state.phase === 'idle' ? (
        <Hints onPick={setText} />
      ) : (
        <Results profileId={profile.id} text={text} state={state} search={search} onChange={setText} />
      )}
    </Page>
  )
}
