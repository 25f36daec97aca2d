import { isLocal } from '../profile/address'

const hidden = '***'

/**
 * Replaces each secret wherever it occurs, whole or without the blanks around it: brokers like to name whom they refuse.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.reduce<string[]>((all, secret) => [...all, secret, oneLine(secret), oneLine(secret).trim()], [])
  // the longest first: one may be part of another
  const known = forms.filter((form) => form.trim() !== '').sort((a, b) => b.length - a.length)
  const scrubbed = known.reduce((rest, secret) => rest.split(secret).join(hidden), text)
  // what is left around a mask may spell a secret again
  return known.some((secret) => !hidden.includes(secret) && scrubbed.includes(secret)) ? hidden : scrubbed
}

/** One line, whatever was in it: also what turns the direction of writing. */
export const oneLine = (text: string) =>
  // eslint-disable-next-line no-control-regex -- it is control characters that have to go
  text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ')

/**
 * Hides what topics are called and keeps their form: each level has a number, the same in the whole report. Wildcards
 * and `$SYS`, `$share` stay.
 */
export function topicMask(): (topic: string) => string {
  const numbers = new Map<string, number>()
  const mask = (level: string) => {
    if (/^([+#]|\$SYS|\$share|)$/.test(level)) return level
    const number = numbers.get(level) ?? numbers.size + 1
    numbers.set(level, number)
    return `t${number}`
  }
  return (topic) => topic.split('/').map(mask).join('/')
}

/** Labels that say what a host is for, and not whose it is */
const plainLabel = /^(mq|mqtt|mqtts|ws|wss|broker|emqx|www|test|dev|iot)$/

/** `mq.greenhouse.cn` → `mq.g***e.cn`; of an address in the local network, the network's part stays. */
export function maskHost(host: string): string {
  if (/^(localhost|127(\.\d{1,3}){3})$/.test(host)) return host
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) {
    return isLocal(host) ? host.split('.').slice(0, 2).concat('*', '*').join('.') : hidden
  }
  if (!/^[a-z0-9.-]+$/.test(host)) return hidden
  const labels = host.split('.')
  return labels
    .map((label, i) => (plainLabel.test(label) || (i > 0 && i === labels.length - 1) ? label : maskWord(label)))
    .join('.')
}

const maskWord = (word: string) =>
  word.length < 4 ? hidden : `${word.charAt(0)}${hidden}${word.charAt(word.length - 1)}`

/** Paths that say nothing of their owner */
const plainPath = /^\/(mqtt|ws)?$/

/** The path without what stands behind `?`, which often is a key. */
export function maskPath(path: string, isShown: boolean): string {
  const bare = path.replace(/[?#][^]*$/, '')
  return isShown || plainPath.test(bare) ? bare : `/${hidden}`
}
