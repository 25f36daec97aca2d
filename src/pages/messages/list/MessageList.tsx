import { ScrollView, View, type ScrollViewProps } from '@tarojs/components'
import { useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { useT } from '@/ui/language'
import { tappable } from '@/ui/a11y'
import { Icon } from '@/ui/Icon'
import { platform } from '@/ui/platform'
import { ShownContext } from '@/ui/useWhileShown'
import type { Row } from './rows'
import { OlderLine } from './OlderLine'
import { useLogRows } from './useLogRows'
import { useRowWindow, type LogRows } from './useRowWindow'

/** What moves so long after a finger or a wheel still moves by it: a fling goes on. */
const flingMs = 1_000

/** Leaving the end by less than this is a trembling finger. */
const leaveDistance = 24

/** The list has done what it was told, and rows have the height they keep: then it is measured whether it is at the end. */
const calmMs = 200

let lists = 0

const noLog: LogRows = { rows: [], load: () => undefined, drop: () => undefined }

interface MessageListProps {
  profileId: string
  /** Whether what is older follows out of the log */
  hasLog: boolean
  /** Whether a topic stands in the list: what comes out of the log is chosen alike */
  isShown: (topic: string) => boolean
  rows: Row[]
  draw: (row: Row) => ReactNode
  /** Told how all rows are read, also those that are not drawn */
  onRows: (read: () => readonly Row[]) => void
  /** Goes up when the newest is to be seen, e.g. after publishing */
  jump: number
  /** Changes when what stands after the newest row or around the list changes its size: the end is followed */
  layout: string
  /** What stands after the newest row */
  children?: ReactNode
}

/** Rows with the newest at the bottom: follows it there, holds still elsewhere and counts what came since. */
export function MessageList(props: MessageListProps) {
  const { profileId, hasLog, isShown, rows, draw, onRows, jump, layout, children } = props
  const t = useT()
  const [id] = useState(() => `messages-${++lists}`)
  const log = useLogRows(profileId, isShown)
  const list = useRowWindow(rows, hasLog ? log : noLog)
  const { isLive, anchor, hold, release } = list
  // a page that was left has no height, so that Taro's element on H5 takes its list to be at both ends
  const isInFront = useContext(ShownContext)
  const position = useRef({ top: 0, height: 0, isTouched: false, byHandAt: 0 })
  // two marks at the end, in turn: a scroll view moves only when it is told another place
  const [mark, setMark] = useState(0)
  const newest = list.rows[list.rows.length - 1]
  const moveToEnd = () => !position.current.isTouched && setMark((before) => 1 - before)

  // drawing, banners and keyboards move the list as well: only a person takes it off the newest
  const moved = () => {
    position.current.byHandAt = Date.now()
  }
  const isByHand = () => position.current.isTouched || Date.now() - position.current.byHandAt < flingMs
  const touch = (isTouched: boolean) => {
    position.current.isTouched = isTouched
    moved()
  }
  useEffect(() => platform.onScrollByHand(moved), [])
  useEffect(() => onRows(list.all))

  useEffect(() => {
    if (!isLive) return undefined
    moveToEnd()
    // told twice within a drawing it has not moved, nor told before it was ready; rows may have grown since
    const timer = setTimeout(() => whenAway(id, () => !isByHand() && moveToEnd()), calmMs)
    return () => clearTimeout(timer)
  }, [id, isLive, newest, rows.length, layout])
  // to the newest when asked, not when the function is made anew
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(release, [jump])

  const onScroll: ScrollViewProps['onScroll'] = (event) => {
    const { detail } = event as Partial<typeof event>
    // until Taro's element on H5 is ready it lets the browser's own event through
    if (!detail) return
    const { scrollTop: top, scrollHeight: height } = detail
    const before = position.current
    // content that grows or shrinks moves the list, too: a person moves it over content that stays
    const isMovedUp = height === before.height && top < before.top
    position.current = { ...before, top, height }
    // a keyboard or a banner that goes away lets it slide, too: only the distance from the end tells
    if (isLive && isMovedUp && isByHand()) whenAway(id, hold)
  }

  return (
    <View className="msg-list">
      <ScrollView
        id={id}
        scrollY
        className="msg-scroll"
        // not scrollTop: Taro's H5 component would set it again on each drawing
        scrollIntoView={isLive ? `${id}-end-${mark}` : anchor && `row-${anchor.key}`}
        scrollIntoViewAlignment={isLive ? 'end' : anchor?.edge}
        scrollAnchoring
        upperThreshold={40}
        lowerThreshold={8}
        onScroll={onScroll}
        onScrollToUpper={() => isInFront && (!isLive || isByHand()) && list.showOlder()}
        onScrollToLower={() => isInFront && list.showNewer()}
        onTouchStart={() => touch(true)}
        onTouchEnd={() => touch(false)}
        onTouchCancel={() => touch(false)}
      >
        <View className="msg-rows">
          {hasLog && !isLive && list.isAtTop && <OlderLine state={log.state} onRetry={list.showOlder} />}
          {list.rows.map((row) => (
            <View key={row.key} id={`row-${row.key}`}>
              {draw(row)}
            </View>
          ))}
          {children}
        </View>
        <View id={`${id}-end-0`} />
        <View id={`${id}-end-1`} />
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

/** Where the newest is not on the screen. */
function whenAway(id: string, then: () => void): void {
  platform.measureBelow(id, `${id}-end-0`, (below) => below > leaveDistance && then())
}
