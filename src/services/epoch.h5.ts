import { guarded } from './guarded'

/**
 * Of everything that this browser has stored: a new one begins when all of it goes. Beside the storage port's names, for
 * what erases those. A tab that slept through it must neither store nor tell what it knows from before.
 */
const NAME = 'homing-epoch'

/** undefined where it cannot be read */
const stored = () => guarded(() => localStorage.getItem(NAME) ?? '')
const loadedIn = stored() ?? ''

export const epoch = {
  /** Of this page: when it was loaded */
  ofPage: loadedIn,
  isOver: () => (stored() ?? loadedIn) !== loadedIn,
  /** For pages that are loaded from now on. */
  beginNext: () => void guarded(() => localStorage.setItem(NAME, `${Date.now()} ${Math.random()}`)),
}
