import { create } from 'zustand'
import type { Message } from '@/core/message/message'

/** A message that another page hands to the publish bar of its connection: `edit` takes it out of the queue before. */
interface Handover {
  profileId: string
  message: Message
  how: 'again' | 'edit'
}

const useHandover = create<{ pending?: Handover }>(() => ({}))

/** Fills the bar when it is shown next, and does not send. */
export function handToBar(handover: Handover): void {
  useHandover.setState({ pending: handover })
}

/** What waits for the bar of a profile; {@link takeHandover} before it is used. */
export function usePendingHandover(profileId: string): Handover | undefined {
  return useHandover(({ pending }) => (pending?.profileId === profileId ? pending : undefined))
}

export function takeHandover(): void {
  useHandover.setState({ pending: undefined })
}
