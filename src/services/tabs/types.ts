/**
 * The tabs of one browser share their storage, and so the client IDs in it; a broker takes two connections of one ID
 * for one client that came back. So one tab at a time owns the stored IDs, the others have their own (ADR 0016).
 */
export interface TabsPort {
  /** Finds out what this tab is: ask before the first session is opened. Takes at most 150 ms, never rejects. */
  settle(): Promise<void>
  current(): TabRole
  /** An owner that slept may find another one when it wakes up. @returns a function that ends the listening */
  onChange(listener: (role: TabRole) => void): () => void
}

export type TabRole =
  /** connects under the stored client IDs and resumes their sessions */
  | { isOwner: true }
  /** connects under `<client ID>-<suffix>`; nobody resumes such a session, so it is not to be kept */
  | { isOwner: false; suffix: string }
