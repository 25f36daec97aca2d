import { shrinkFeeds } from './messages/feed'
import { services } from './services'

/**
 * Lets go, when the system runs short of memory, of what can be had again: older messages of the lists, which the log has,
 * and what is remembered of its segments. What is owed, in flight or not stored anywhere stays. @returns stops it
 */
export function runMemoryWarnings(): () => void {
  return services.memory.onWarning(() => {
    shrinkFeeds()
    services.history.forgetSummaries()
  })
}
