import type { WeappView } from '../weapp-host/types'

/** What a journey needs of a platform: the mini-program host's views have it, and `H5View` over a browser. */
export type AppView = Pick<
  WeappView,
  'text' | 'count' | 'tap' | 'longpress' | 'swipe' | 'input' | 'scroll' | 'until' | 'middleOf' | 'devtools'
>
