import type { Profile } from '@/core/profile/profile'

const colors = 8

/**
 * Two letters that stand for a connection: from its name where it has Latin letters, else from its host, which has
 * them unless it is an IP address.
 */
export function tileLetters({ name, url }: Pick<Profile, 'name' | 'url'>): string {
  const host = url.replace(/^\w+:\/\//, '').replace(/[:/].*$/, '')
  const isIp = /^[\d.]+$/.test(host)
  const labels = host.split('.')
  // the part people registered says more than `mqtt.` before it
  const label = labels.length > 1 ? (labels[labels.length - 2] ?? host) : host
  return initials(name) || (isIp ? name.trim().slice(0, 2) || labels[labels.length - 1] || '' : initials(label))
}

function initials(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => /[A-Za-z]/.test(word))
  const [first, second] = words
  if (!first) return ''
  return (second ? first.charAt(0) + second.charAt(0) : first.slice(0, 2)).toUpperCase()
}

/** The same colour for a connection every day, 1–8. */
export function tileColor(profileId: string): number {
  let sum = 0
  for (let i = 0; i < profileId.length; i += 1) sum = (sum * 31 + profileId.charCodeAt(i)) % 65_521
  return (sum % colors) + 1
}
