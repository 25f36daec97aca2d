import { vibrate } from '@/services/device'
import { services } from './services'
import { useSettings } from './settings/settings'

/** At most one tick in so many ms: two in a row are felt as an alarm. */
const restMs = 1_000

let lastAt = -Infinity

/**
 * What is felt in the hand, and nothing else is:
 * - `touch`, light: a long press has opened something, or a message was handed over by a tap;
 * - `trouble`, stronger: of the conversation in front, a message was refused or its fate is unknown, or the connection was lost.
 *
 * Never for what comes in, for what goes well by itself, or while the app is hidden; and not at all when turned off.
 */
export function feel(what: 'touch' | 'trouble'): void {
  const now = services.clock.now()
  if (!useSettings.getState().hasHaptics || !services.visibility.isVisible() || now - lastAt < restMs) return
  lastAt = now
  vibrate(what === 'touch' ? 'light' : 'medium')
}
