import { useDidHide, useDidShow } from '@tarojs/taro'
import { useEffect, useState } from 'react'

/** The time in epoch ms, renewed while the page is in front: for countdowns and "just now". */
export function useNow(everyMs = 1_000): number {
  const [now, setNow] = useState(Date.now)
  const [isShown, setShown] = useState(true)
  useDidShow(() => {
    setShown(true)
    setNow(Date.now())
  })
  useDidHide(() => setShown(false))
  useEffect(() => {
    if (!isShown) return
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [isShown, everyMs])
  return now
}
