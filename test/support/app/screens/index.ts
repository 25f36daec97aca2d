import { connectionScreens } from './lists/connections'
import { editorScreens } from './lists/editor'
import { messageScreens } from './lists/messages'
import { readingScreens, savedScreens } from './lists/reading'
import { restScreens } from './lists/rest'
import type { Screen } from './types'

export { openWorld } from './world'
export type { PlatformName, Screen, StageName, Theme, World } from './types'

/** Every screen and state of the app, in the order in which they are visited; names as in the design. */
export const screens: readonly Screen[] = [
  ...connectionScreens,
  ...editorScreens,
  ...messageScreens,
  ...readingScreens,
  ...savedScreens,
  ...restScreens,
]
