import { TabBar } from '@/ui/TabBar'
import { useIsWide } from '@/ui/wide'
import { Connections } from './Connections'
import { NothingChosen } from './NothingChosen'
import { openConversation } from './openConversation'

/** For the list beside the pages of a wide window: one module, so that it is loaded once. */
export { Connections }

export default function ConnectionsPage() {
  if (useIsWide()) return <NothingChosen />
  return <Connections bottom={<TabBar current="connections" />} onOpen={openConversation} />
}
