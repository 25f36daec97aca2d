import type { Feed } from '@/features/messages/feedBuffer'
import { duration, rate } from '@/i18n/format'
import type { stateWords } from '@/i18n/sessionWords'
import type { Translate } from '@/i18n/t'

/** An online connection without messages for this long is said to be idle. */
const idleAfterMs = 60_000
/** Columns that state and reason may take beside the button; wider, and the reason stands alone. */
const stateColumns = 26

/** Characters of East Asian width take two columns. */
const columnsOf = (text: string) => text.length + (text.match(/[\u2e80-\uffff]/g) ?? []).length

/** The words of a connection's row: its state in one line, and the whole row as one sentence. */
export function rowWords(
  name: string,
  state: ReturnType<typeof stateWords>,
  feed: Pick<Feed, 'ratePerSecond' | 'last' | 'unread'>,
  now: number,
  t: Translate,
): { word: string; detail?: string; sentence: string } {
  const detail = state.detail ?? (state.kind === 'online' ? activity(feed, now, t) : undefined)
  const unread = feed.unread > 0 ? t('connections.unread', { n: feed.unread }) : undefined
  const sentence = [name, state.word, detail, unread].filter(Boolean).join(t('common.comma'))
  if (detail === undefined) return { word: state.word, sentence }
  if (state.kind === 'attention' && columnsOf(state.word + detail) > stateColumns) return { word: detail, sentence }
  return { word: state.word, detail, sentence }
}

function activity({ ratePerSecond, last }: Pick<Feed, 'ratePerSecond' | 'last'>, now: number, t: Translate) {
  if (ratePerSecond > 0) return t('rate.perSecond', { rate: rate(ratePerSecond) })
  if (last && now - last.at > idleAfterMs) return t('state.idleFor', { duration: duration(now - last.at, t) })
  return undefined
}
