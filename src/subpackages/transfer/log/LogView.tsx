import { View } from '@tarojs/components'
import { useMemo, useState } from 'react'
import type { Message, TimelineEntry } from '@/core/message/message'
import { createMatcher } from '@/core/message/search/matcher'
import { parseQuery } from '@/core/message/search/parseQuery'
import { services } from '@/features/services'
import { momentsFrom } from '@/features/search/moments'
import type { OpenedLog } from '@/features/transfer/importLog'
import { thousands } from '@/i18n/format'
import { EmptyState } from '@/ui/EmptyState'
import { Field } from '@/ui/Field'
import { IconButton } from '@/ui/IconButton'
import { useT } from '@/ui/language'
import { NavBar } from '@/ui/NavBar'
import { Notice } from '@/ui/Notice'
import { Page } from '@/ui/Page'
import { useRoom } from '@/ui/appearance'
import { RowList } from '@/ui/RowList'
import { EntrySheet } from './EntrySheet'
import { LogRow } from './LogRow'

/** Points, at the standard text size; where there is less width at that size, the time stands below the topic */
const rowHeight = 62
const stackedRowHeight = 82
const roomyWidth = 340
/** Beside the topic the gutters, and what is said of the message; a character of its font */
const gutters = 34
const besideTopic = 150
const characterWidth = 7.4
/** A column is not wider, see `.page-column` */
const pageWidth = 560

/** The messages of a file, newest first, and what of it could not be read. */
export function LogView({ log, onChoose }: { log: OpenedLog; onChoose: () => void }) {
  const t = useT()
  const { scale, width } = useRoom()
  const textSize = Math.max(1, scale)
  const isStacked = width / textSize < roomyWidth
  const room = (Math.min(pageWidth, width) - gutters) / textSize - (isStacked ? 0 : besideTopic)
  const columns = Math.max(8, Math.floor(room / characterWidth))
  const [now] = useState(() => services.clock.now())
  const [text, setText] = useState('')
  const [opened, setOpened] = useState<Message>()
  const shown = useMemo(() => foundIn(log.entries, text, now), [log, text, now])
  const { connection, entries: total } = log.found
  const count =
    total > log.entries.length
      ? t('import.shown', { n: thousands(total), shown: thousands(log.entries.length) })
      : t('import.count', { n: thousands(total) })
  const top = (
    <View className="log-top">
      <NavBar
        title={connection === undefined ? log.name : t('import.from', { name: connection })}
        subtitle={count}
        isRaised
        actions={<IconButton icon="upload" label={t('import.choose')} onClick={onChoose} />}
      />
      <View className="log-field">
        <Field
          value={text}
          onChange={setText}
          label={t('search.field')}
          placeholder={t('search.placeholder')}
          maxLength={1_024}
          isMono
          hasClear
        />
      </View>
      {log.found.bad > 0 && <Bad found={log.found} />}
    </View>
  )
  const draw = (index: number) => {
    const entry = shown[index]
    return entry && <LogRow {...{ entry, now, columns, isStacked }} onOpen={setOpened} />
  }
  return (
    <Page
      top={top}
      isFixed
      overlay={opened && <EntrySheet message={opened} now={now} onClose={() => setOpened(undefined)} />}
    >
      {shown.length === 0 ? (
        <EmptyState icon="search" title={t('messages.empty.filtered')} />
      ) : (
        <RowList
          count={shown.length}
          rowHeight={(isStacked ? stackedRowHeight : rowHeight) * textSize}
          draw={draw}
          label={t('import.title')}
        />
      )}
    </Page>
  )
}

function Bad({ found: { bad, problems } }: { found: OpenedLog['found'] }) {
  const t = useT()
  const [first] = problems
  return (
    <View className="log-bad">
      <Notice tone="wait" title={t('import.bad', { n: thousands(bad) })}>
        {first && t('import.badLine', { line: first.line, problem: first.problem })}
      </Notice>
    </View>
  )
}

/** Newest first; a gap is shown where nothing is looked for. */
function foundIn(entries: readonly TimelineEntry[], text: string, now: number): TimelineEntry[] {
  const newestFirst = [...entries].reverse()
  const { query } = parseQuery(text)
  if (query.conditions.length === 0) return newestFirst
  const isMatch = createMatcher(query, momentsFrom(now))
  return newestFirst.filter((entry) => entry.direction !== 'gap' && isMatch(entry))
}
