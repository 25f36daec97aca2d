import { create } from 'zustand'

/** What the person did about a message that was not delivered, or perhaps not: it is not asked about again. */
export type Handling = 'resent' | 'accepted'

/** By profile and message; kept while the app runs. */
const useHandled = create<Record<string, Handling>>(() => ({}))

const keyOf = (profileId: string, messageId: number) => `${profileId} ${messageId}`

/** What was done about the messages of a profile. */
export function useHandling(profileId: string): (messageId: number) => Handling | undefined {
  const handled = useHandled()
  return (messageId) => handled[keyOf(profileId, messageId)]
}

export function setHandled(profileId: string, messageId: number, handling: Handling): void {
  useHandled.setState({ [keyOf(profileId, messageId)]: handling })
}
