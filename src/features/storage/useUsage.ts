import { useDidShow } from '@tarojs/taro'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { HistoryUsage } from '@/services/history/types'
import { services } from '../services'

/** What messages take, read whenever the page is shown. @returns with `read`, which reads it anew */
export function useUsage(): { usage: HistoryUsage | 'failed' | undefined; read: () => void } {
  const [usage, setUsage] = useState<HistoryUsage | 'failed'>()
  const latest = useRef(0)
  const read = useCallback(() => {
    const mine = ++latest.current
    const tell = (result: HistoryUsage | 'failed') => mine === latest.current && setUsage(result)
    // drawn anew in any case: the budget beside it may have changed
    services.history.usage().then(
      (result) => tell({ ...result }),
      () => tell('failed'),
    )
  }, [])
  useEffect(read, [read])
  useDidShow(read)
  return { usage, read }
}
