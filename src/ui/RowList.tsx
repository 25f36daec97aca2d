import { ScrollView, View, type ScrollViewProps } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { a11y } from './a11y'
import { classes } from './classes'
import { platform } from './platform'

/** Rows beyond each edge of the screen: a finger is faster than a drawing. */
const spareRows = 4
/** What bars take of the screen at least, points */
const besideList = 120
/** In WeChat a drawing crosses a bridge: no more than ten a second while it scrolls, with what else changes on the page. */
const drawEveryMs = platform.isWeapp ? 120 : 0

export interface RowRange {
  from: number
  count: number
}

interface Scroll {
  top: number
  /** the first row drawn, where there are enough after it */
  wanted: number
  isAtTop: boolean
  timer?: ReturnType<typeof setTimeout> | undefined
}

interface RowListProps {
  /** all rows */
  count: number
  /** Of every row, points. Grows with the text: see `textScale`. */
  rowHeight: number
  /** Draws a row; `undefined` leaves its place empty */
  draw: (index: number) => ReactNode
  /** Which rows are drawn, so that only these need be kept up to date; the same may be told twice */
  onRange?: (range: RowRange) => void
  /** Whether the first row is at the top */
  onTop?: (isAtTop: boolean) => void
  label?: string
  className?: string
  /** Scrolls with the rows, below them */
  children?: ReactNode
}

/**
 * Rows of one height, of which only those on the screen are drawn: a hundred thousand cost what twenty do. A row that
 * leaves gives its place in the tree to one that comes, so that WeChat is sent what differs and no row anew.
 */
export function RowList(props: RowListProps) {
  const { count, rowHeight, draw, onRange, onTop, label, className, children } = props
  const onScreen = Math.ceil(Math.max(200, Taro.getWindowInfo().windowHeight - besideList) / rowHeight)
  const slots = onScreen + 2 * spareRows
  const [wanted, setWanted] = useState(0)
  // rows that went away may have left the window behind their end
  const from = Math.max(0, Math.min(wanted, count - slots))
  const scroll = useRef<Scroll>({ top: 0, wanted: 0, isAtTop: true })

  const follow = () => {
    const now = scroll.current
    now.timer = undefined
    const first = Math.floor(now.top / rowHeight)
    const isNear = first - now.wanted >= 1 && first + onScreen + 1 <= now.wanted + slots
    if (isNear || (first < spareRows && now.wanted === 0)) return
    now.wanted = Math.max(0, first - spareRows)
    setWanted(now.wanted)
    // at once: told in an effect, whoever has the rows would draw them a second time
    onRange?.({ from: Math.max(0, Math.min(now.wanted, count - slots)), count: slots })
  }
  const onScroll: ScrollViewProps['onScroll'] = (event) => {
    const { detail } = event as Partial<typeof event>
    // until Taro's element on H5 is ready it lets the browser's own event through
    if (!detail) return
    const { scrollTop } = detail
    const now = scroll.current
    now.top = scrollTop
    const isAtTop = scrollTop < rowHeight / 2
    if (isAtTop !== now.isAtTop) onTop?.(isAtTop)
    now.isAtTop = isAtTop
    if (drawEveryMs === 0) follow()
    else now.timer ??= setTimeout(follow, drawEveryMs)
  }
  useEffect(() => () => clearTimeout(scroll.current.timer), [])
  useEffect(() => onRange?.({ from, count: slots }), [from, slots, onRange])

  const rows: ReactNode[] = []
  for (let index = from; index < Math.min(count, from + slots); index += 1) {
    rows.push(
      <View
        key={index % slots}
        className="row-list-row"
        {...(platform.isWeapp ? {} : a11y({ role: 'listitem' }))}
        style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
      >
        {draw(index)}
      </View>,
    )
  }
  return (
    <ScrollView scrollY className={classes('row-list', className)} onScroll={onScroll}>
      <View className="row-list-space" style={{ height: `${count * rowHeight}px` }} {...a11y({ role: 'list', label })}>
        {rows}
      </View>
      {children}
    </ScrollView>
  )
}
