/** The app starts anew, from its first page and with nothing in memory. */
export interface RestartPort {
  /** @returns false where the platform cannot: then only the person can */
  restart(): boolean
  /** Starts anew when another tab does */
  follow(): void
}
