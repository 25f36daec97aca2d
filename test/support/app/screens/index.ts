import { connectionScreens } from './lists/connections'
import { editorScreens } from './lists/editor'
import { messageScreens } from './lists/messages'
import { readingScreens, savedScreens } from './lists/reading'
import { restScreens } from './lists/rest'
import { sharingScreens } from './lists/sharing'
import { troubleScreens } from './lists/trouble'
import { waitingScreens } from './lists/waiting'
import type { Screen } from './types'

export { notShown } from './notShown'
export { openWorld } from './world'
export type { PlatformName, Screen, StageName, Theme, World } from './types'

/**
 * Every screen and state of the app, names as in the design, in the order in which they are visited: first what the hour
 * has left, then what is said and typed anew, and what breaks a connection, and what is read
 * when the app starts.
 */
export const screens: readonly Screen[] = [
  ...messageScreens,
  ...readingScreens,
  ...connectionScreens,
  ...editorScreens,
  ...savedScreens,
  ...restScreens,
  ...sharingScreens,
  ...troubleScreens,
  ...waitingScreens,
]
