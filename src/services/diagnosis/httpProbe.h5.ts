/**
 * Whether anything speaks HTTP at an address. A `no-cors` answer is opaque, but that it came is an answer.
 * @param url `http://` or `https://`
 * @returns undefined where the platform cannot ask
 */
export async function answersHttp(url: string, timeoutMs: number): Promise<boolean | undefined> {
  // an https page may not ask http: that says nothing of the address
  if (location.protocol === 'https:' && url.startsWith('http:')) return undefined
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  try {
    await fetch(url, { mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal: abort.signal })
    return true
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
