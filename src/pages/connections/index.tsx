import { useShareAppMessage } from '@tarojs/taro'
import { useT } from '@/ui/language'
import { TabBar } from '@/ui/TabBar'
import { Connections } from './Connections'
import { openConversation } from './openConversation'
import { cardPicture } from './shareCard'

export default function ConnectionsPage() {
  const t = useT()
  // the app itself: nothing of what is on the screen
  useShareAppMessage(() => ({ title: t('app.card'), path: '/pages/connections/index', imageUrl: cardPicture }))
  return <Connections bottom={<TabBar current="connections" />} onOpen={openConversation} />
}
