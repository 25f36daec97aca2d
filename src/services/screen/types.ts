/** The screen, which turns itself off when nobody touches it. */
export interface ScreenPort {
  /** H5: in a secure context, where the browser has it */
  isAvailable(): boolean
  /** @returns lets it turn itself off again, once nobody else wants it on */
  keepOn(): () => void
}
