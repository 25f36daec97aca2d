import { View } from '@tarojs/components'
import { useMemo } from 'react'
import { diffLines } from '@/core/payload/diffLines'
import { decodeUtf8Strict } from '@/core/payload/utf8'
import { useT } from '@/ui/language'
import { CompareRow } from './CompareRow'
import { TextView } from './PagedViews'
import type { PayloadBodyProps } from './PayloadBody'
import { readAtOnce } from './reading'

/** Texts are compared up to so many bytes, and so many lines of the result are drawn. */
const comparedBytes = 32_768
const shownLines = 120
/** Lines that stay the same, around those that did not */
const contextLines = 3

/** A text line by line, beside the one before it. */
export function TextCompare({ opened, reading: { bytes }, isComparing }: PayloadBodyProps) {
  const t = useT()
  const { previous } = opened
  const diff = useMemo(() => {
    const earlier = previous && readAtOnce(previous, 'text')?.bytes
    if (!earlier || earlier.length > comparedBytes || bytes.length > comparedBytes) return undefined
    const [before, after] = [decodeUtf8Strict(earlier), decodeUtf8Strict(bytes)]
    return before === undefined || after === undefined ? undefined : diffLines(before, after)
  }, [previous, bytes])
  const hasChanges = diff !== undefined && diff.changes > 0
  const shown = useMemo(() => (hasChanges ? nearChanges(diff.lines) : []), [hasChanges, diff])
  return (
    <>
      <CompareRow opened={opened} isComparing={isComparing} changes={diff?.changes} />
      {hasChanges ? (
        <View className="detail-lines">
          {shown.slice(0, shownLines).map(({ text, change }, i) => (
            <View key={i} className={change ? `detail-line is-${change}` : 'detail-line'}>
              <View className="detail-line-mark">{change === 'added' ? '+' : change === 'removed' ? '−' : ' '}</View>
              <View className="grow">{text.slice(0, 2_000)}</View>
            </View>
          ))}
          {shown.length > shownLines && (
            <View className="detail-line tone-3">{t('detail.omitted', { n: shown.length - shownLines })}</View>
          )}
        </View>
      ) : (
        <TextView bytes={bytes} />
      )}
    </>
  )
}

type Line = ReturnType<typeof diffLines>['lines'][number]

function nearChanges(lines: readonly Line[]): Line[] {
  const isNear = lines.map(() => false)
  lines.forEach(({ change }, i) => {
    for (let at = i - contextLines; change && at <= i + contextLines; at += 1) if (at in isNear) isNear[at] = true
  })
  return lines.filter((_, i) => isNear[i])
}
