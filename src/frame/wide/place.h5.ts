import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { conversationUrl } from '@/features/messages/link'
import type { TabName } from '@/ui/TabBar'

interface Place {
  tab: TabName
  /** Of the connection whose messages, or a page about it, are open */
  profileId?: string
}

/** Taro's router tells nobody else when another page is in front. */
const arrived = '__afterTaroRouterChange'

/** What an open page was opened with; on H5 its values are as they stand in the address. */
interface OpenPage {
  route: string
  params: { profile?: string; id?: string }
}

/** The one in front last. */
const openPages = (): OpenPage[] =>
  Taro.getCurrentPages().map((page: object & { route?: string; $taroParams?: OpenPage['params'] }) => ({
    route: page.route ?? '',
    params: page.$taroParams ?? {},
  }))

const tabOf = (route: string) => /^\/?pages\/(connections|saved|settings)\//.exec(route)?.[1] as TabName | undefined

export function placeNow(): Place {
  const open = openPages().reverse()
  const tab = tabOf(open[0]?.route ?? '')
  if (tab !== undefined) return { tab }
  for (const { route, params } of open) {
    const id = params.profile ?? (route.includes('pages/editor/') ? params.id : undefined)
    if (id !== undefined) return { tab: 'connections', profileId: decodeURIComponent(id) }
  }
  return { tab: 'connections' }
}

/** Where the pages are. */
export function usePlace(): Place {
  const [place, setPlace] = useState(placeNow)
  useEffect(() => {
    const look = () =>
      setPlace((before) => {
        const now = placeNow()
        return now.tab === before.tab && now.profileId === before.profileId ? before : now
      })
    look()
    Taro.eventCenter.on(arrived, look)
    return () => void Taro.eventCenter.off(arrived, look)
  }, [])
  return place
}

/**
 * Opens a connection beside the list. It takes the place of what is open: pages below would go on being drawn, and
 * their messages would count as read.
 */
export function openBeside(profileId: string): void {
  const open = openPages()
  const url = conversationUrl(profileId)
  if (open.length === 1 && tabOf(open[0]?.route ?? '') !== undefined) void Taro.navigateTo({ url })
  else void Taro.reLaunch({ url })
}

export function openTab(name: TabName): void {
  void Taro.switchTab({ url: `/pages/${name}/index` })
}
