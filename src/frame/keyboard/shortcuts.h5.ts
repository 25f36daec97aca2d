import { useConnections } from '@/features/connections/connections'
import { openSearch } from '@/features/search/address'
import { isUnsaved } from '@/ui/unsaved'
import { openBeside, openTab, placeNow } from '../wide/place'
import { focusField, focusNextField, hasSheet, isField, isOnRow, moveInRows, tapOnPage } from './screen'

/** The search field of the page in front, else the search of the connection that is open. */
function search(): boolean {
  if (focusField('.search-field') || focusField('.topics-search')) return true
  const { profileId } = placeNow()
  if (profileId === undefined || isUnsaved()) return false
  openSearch(profileId)
  return true
}

function moveToConnection(step: 1 | -1): boolean {
  const { profiles } = useConnections.getState()
  const at = profiles.findIndex(({ id }) => id === placeNow().profileId)
  const to = profiles[at < 0 ? (step > 0 ? 0 : profiles.length - 1) : at + step]
  if (!to || isUnsaved()) return false
  openBeside(to.id)
  return true
}

function moveToTab(name: 'connections' | 'saved' | 'settings'): boolean {
  if (isUnsaved()) return false
  if (placeNow().tab !== name || name === 'connections') openTab(name)
  return true
}

/** By `KeyboardEvent.key`. Each tells whether it had something to do. */
const actions: Record<string, () => boolean> = {
  '/': search,
  c: () => focusField('.msg-publish-input'),
  j: () => moveInRows(1),
  k: () => moveInRows(-1),
  ArrowDown: () => isOnRow() && moveInRows(1),
  ArrowUp: () => isOnRow() && moveInRows(-1),
  Escape: () => tapOnPage('.nav:not(.nav-root) > .hit'),
  '[': () => moveToConnection(-1),
  ']': () => moveToConnection(1),
  '1': () => moveToTab('connections'),
  '2': () => moveToTab('saved'),
  '3': () => moveToTab('settings'),
}

/** @returns whether the key meant something here */
function press(event: KeyboardEvent, showHelp: () => void): boolean {
  const { key, target } = event
  const isChord = event.ctrlKey || event.metaKey
  if (isChord && key === 'Enter') {
    // held down it would publish again: with retain, nothing, which deletes what was just published
    if (event.repeat) return true
    const isInBar = target instanceof HTMLElement && target.closest('.msg-publish') !== null
    const isSent = isInBar && tapOnPage('.msg-send:not(.is-disabled)')
    if (isSent) focusNextField('.msg-publish-input')
    return isSent
  }
  if (isChord || event.altKey) return false
  if (isField(target)) {
    // a list that is open over the field closes first
    const hasList = target instanceof HTMLElement && target.hasAttribute('aria-controls')
    if (key === 'Escape' && target instanceof HTMLElement && !hasList) target.blur()
    return false
  }
  if (key === '?') {
    showHelp()
    return true
  }
  if (event.repeat && !/^(j|k|ArrowDown|ArrowUp)$/.test(key)) return false
  return actions[key]?.() ?? false
}

/**
 * Listens to the keyboard. While a sheet is open its keys are its own, and while somebody writes so are theirs.
 * @returns stops listening
 */
export function listenToKeys(showHelp: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    // an input method is being spoken to
    if (event.defaultPrevented || event.isComposing || hasSheet()) return
    if (press(event, showHelp)) event.preventDefault()
  }
  // before anybody else: Escape that closes a sheet must not find it gone and go back as well
  window.addEventListener('keydown', onKey, true)
  return () => window.removeEventListener('keydown', onKey, true)
}
