/** Runs when the browser has nothing else to do. @returns calls it off */
export function whenIdle(run: () => void, timeoutMs = 3_000): () => void {
  // Safari has none
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(run, 500)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(run, { timeout: timeoutMs })
  return () => cancelIdleCallback(handle)
}
