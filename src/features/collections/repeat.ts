import { create } from 'zustand'
import type { SavedMessage } from '@/core/collections/savedMessage'
import { AppError, type ErrorCode } from '@/core/errors'
import { services } from '../services'
import { sessionOf } from '../sessions/sessions'
import type { usePublish } from '../sessions/usePublish'
import { sendSaved, type Answers, type SendProblem } from './send'

export interface Repeat {
  message: SavedMessage
  profileId: string
  everySeconds: number
  /** sent so far */
  count: number
  /** turns that were left out, since there was no connection */
  skipped: number
}

/** Why it has ended by itself. */
type RepeatEnd = { name: string; failure: ErrorCode | SendProblem }

/** The one message that is sent again and again. */
export const useRepeat = create<{ running?: Repeat; ended?: RepeatEnd }>(() => ({}))

/** seconds */
export const repeatBounds = { least: 1, most: 3_600 }

let end: (() => void) | undefined

/**
 * Sends a message now and every so many seconds, until it is stopped or the app is left. Nothing is sent or queued while
 * there is no connection.
 */
export function startRepeat(
  message: SavedMessage,
  profileId: string,
  publish: ReturnType<typeof usePublish>,
  { everySeconds, answers }: { everySeconds: number; answers: Answers },
): void {
  stopRepeat()
  const seconds = Math.min(repeatBounds.most, Math.max(repeatBounds.least, everySeconds))
  let cancel = () => {}
  const turn = () => {
    const running = useRepeat.getState().running
    if (!running) return
    if (sessionOf(profileId)?.status.name !== 'online') {
      useRepeat.setState({ running: { ...running, skipped: running.skipped + 1 } })
    } else {
      const failure = attempt(() => sendSaved(message, profileId, publish, { answers, queueOffline: false }))
      if (failure) {
        stopRepeat()
        useRepeat.setState({ ended: { name: message.name, failure } })
        return
      }
      useRepeat.setState({ running: { ...running, count: running.count + 1 } })
    }
    cancel = services.clock.setTimer(turn, seconds * 1_000)
  }
  const unwatch = services.visibility.onChange((isVisible) => {
    if (!isVisible) stopRepeat()
  })
  end = () => {
    cancel()
    unwatch()
  }
  useRepeat.setState({
    running: { message, profileId, everySeconds: seconds, count: 0, skipped: 0 },
    ended: undefined,
  })
  turn()
}

/** Ends it; the last count is gone with it. */
export function stopRepeat(): void {
  end?.()
  end = undefined
  useRepeat.setState({ running: undefined, ended: undefined })
}

function attempt(send: () => ReturnType<typeof sendSaved>): RepeatEnd['failure'] | undefined {
  try {
    const sent = send()
    return sent.ok ? undefined : sent.problem
  } catch (error) {
    // the connection was lost between the look and the call: the next turn looks again
    if (error instanceof AppError) return error.code === 'notConnected' ? undefined : error.code
    throw error
  }
}
