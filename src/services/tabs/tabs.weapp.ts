import type { TabsPort } from './types'

/** WeChat runs a mini-program once. */
export const tabs: TabsPort = {
  settle: () => Promise.resolve(),
  current: () => ({ isOwner: true }),
  onChange: () => () => undefined,
}
