/** The app starts anew, from its first page and with nothing in memory. */
export interface RestartPort {
  /** @returns false where the platform cannot: then only the person can */
  restart(): boolean
  /** Leaves the page that the app was opened on, which may be one that the platform has kept, for the first one */
  toFirstPage(): void
  /** Starts anew when another tab does */
  follow(): void
}
