import { history } from '@tarojs/router'

let guards = 0

/** The page in front holds what is not stored. @returns it no longer does */
export function guardUnsaved(): () => void {
  guards += 1
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  window.addEventListener('beforeunload', ask)
  return () => {
    guards -= 1
    window.removeEventListener('beforeunload', ask)
  }
}

/** Whether going elsewhere has to be asked about first. */
export const isUnsaved = (): boolean => guards > 0

let unblock: (() => void) | undefined

/** The browser's own way back, its button or a swipe, is undone and asked about. @returns stops that */
export function holdBack(ask: () => void): () => void {
  // where no router runs there is none
  const block = () => {
    unblock = (history as typeof history | undefined)?.block((tx) => {
      if (String(tx.action) === 'POP') return ask()
      // another page is opened from this one, which stays below or was asked about
      letBack()
      tx.retry()
      block()
    })
  }
  block()
  return letBack
}

/** The app itself goes back. */
export function letBack(): void {
  unblock?.()
  unblock = undefined
}
