/** What must not leave the phone. */
interface Secrets {
  url: string
  username: string
  password: string
}

const mask = '•••'

/** A text of others, such as a Reason String, without user name, password and what stands in the address's query. */
export function redact(text: string, { url, username, password }: Secrets): string {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? ''
  // the longest first: one may be part of another
  const secrets = [query, ...query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1)), username, password]
    .filter((secret) => secret !== '')
    .sort((a, b) => b.length - a.length)
  // all at once: a mask must not be looked through again
  const pattern = secrets.map((secret) => secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  return pattern === '' ? text : text.replace(new RegExp(pattern, 'g'), mask)
}

/** An address to show and to copy: without its query, where tokens stand. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '')
}
