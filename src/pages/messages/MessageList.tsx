import { ScrollView, View, type ScrollViewProps } from '@tarojs/components'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useT } from '@/ui/language'
import { tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'
import type { Row } from './rows'
import { useRowWindow } from './useRowWindow'

/** Leaving the end by less than this is a trembling finger. */
const leaveDistance = 24
/** Beyond the end of any list: scrolls to it. */
const beyondEnd = 1_000_000

interface MessageListProps {
  rows: Row[]
  draw: (row: Row) => ReactNode
  /** Goes up when the newest is to be seen, e.g. after publishing */
  jump: number
  /** How much stands after the newest row, in any measure: the end is followed when it changes */
  trailing: number
  /** What stands after the newest row */
  children?: ReactNode
}

/** Rows with the newest at the bottom: follows it there, holds still elsewhere and counts what came since. */
export function MessageList({ rows, draw, jump, trailing, children }: MessageListProps) {
  const t = useT()
  const list = useRowWindow(rows)
  const { isLive, anchor, hold, release } = list
  const position = useRef({ top: 0, height: 0, viewport: Infinity, isTouched: false })
  const [end, setEnd] = useState(beyondEnd)
  const newest = list.rows[list.rows.length - 1]

  useEffect(() => {
    if (isLive && !position.current.isTouched) setEnd((before) => before + 1)
  }, [isLive, newest, rows.length, trailing])
  // to the newest when asked, not when the function is made anew
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(release, [jump])

  const onScroll: ScrollViewProps['onScroll'] = ({ detail: { scrollTop: top, scrollHeight: height } }) => {
    const before = position.current
    const distance = height - top
    // content that grows or shrinks moves the list, too: only a person moves it up over content that stays
    const isMovedUp = height === before.height && top < before.top
    const viewport = Math.min(before.viewport, distance)
    position.current = { ...before, top, height, viewport }
    if (isLive && isMovedUp && distance > viewport + leaveDistance) hold()
  }
  const onEnd = () => {
    const { height, top } = position.current
    position.current.viewport = height - top
    if (!isLive) list.showNewer()
  }

  return (
    <View className="msg-list">
      <ScrollView
        scrollY
        className="msg-scroll"
        scrollTop={isLive ? end : undefined}
        scrollIntoView={anchor ? `row-${anchor.key}` : undefined}
        scrollIntoViewAlignment={anchor?.edge}
        scrollAnchoring
        upperThreshold={40}
        lowerThreshold={8}
        onScroll={onScroll}
        onScrollToUpper={list.showOlder}
        onScrollToLower={onEnd}
        onTouchStart={() => (position.current.isTouched = true)}
        onTouchEnd={() => (position.current.isTouched = false)}
        onTouchCancel={() => (position.current.isTouched = false)}
      >
        <View className="msg-rows">
          {list.rows.map((row) => (
            <View key={row.key} id={`row-${row.key}`}>
              {draw(row)}
            </View>
          ))}
          {children}
        </View>
      </ScrollView>
      {list.newer > 0 && (
        <View className="msg-pill" hoverClass="is-pressed" onClick={release} {...tappable()}>
          {t('messages.new', { n: list.newer })}
          <Icon name="arrowdown" size={18} />
        </View>
      )}
    </View>
  )
}
