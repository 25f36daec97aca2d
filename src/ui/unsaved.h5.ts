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

let release: (() => void) | undefined

/** The browser's own ways out, its button, a swipe or another address, are undone and asked about. @returns stops that */
export function holdBack(ask: () => void): () => void {
  let unblock: (() => void) | undefined
  let isOver = false
  const block = () => {
    if (isOver) return
    // where no router runs there is none
    unblock = (history as typeof history | undefined)?.block((tx) => {
      if (String(tx.action) === 'POP') return ask()
      // another page is opened from this one, which stays below or was asked about
      unblock?.()
      tx.retry()
      block()
    })
  }
  block()
  const stop = () => {
    isOver = true
    unblock?.()
    unblock = undefined
    // another page may be held by now
    if (release === stop) release = undefined
  }
  release = stop
  return stop
}

/** The app itself goes back. */
export function letBack(): void {
  release?.()
}
