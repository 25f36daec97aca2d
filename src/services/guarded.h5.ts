/** What a browser's storage gives, which may be forbidden: what touches it throws then. @returns undefined where it does */
export function guarded<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
