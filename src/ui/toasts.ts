import { create } from 'zustand'

interface ToastContent {
  text: string
  action?: { label: string; run: () => void }
}

interface ToastState {
  current?: ToastContent & { id: number }
  /** Stands there until it is acted upon or put away, whenever there is no other */
  standing?: ToastContent
}

const shownMs = 2_500
/** Long enough to read, decide and reach */
const shownWithActionMs = 6_000

export const useToast = create<ToastState>(() => ({}))

let lastId = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** One line at the bottom of whatever page is in front; a new one takes the place of the old. */
export function showToast(content: ToastContent): void {
  clearTimeout(timer)
  useToast.setState({ current: { ...content, id: ++lastId } })
  timer = setTimeout(hideToast, content.action ? shownWithActionMs : shownMs)
}

export function hideToast(): void {
  clearTimeout(timer)
  useToast.setState({ current: undefined })
}

export function setStandingToast(standing: ToastContent | undefined): void {
  useToast.setState({ standing })
}
