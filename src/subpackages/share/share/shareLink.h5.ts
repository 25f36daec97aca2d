import { dataParameter, homingLink } from '@/core/profile/share'

/** The address of this app with the connection in it; nobody else can open one on `localhost`. */
export function shareLink(data: string): string {
  const { hostname, href } = window.location
  if (/^(localhost|127\.|\[::1\])/.test(hostname)) return homingLink(data)
  return `${href.replace(/#[^]*$/, '')}#/subpackages/share/import/index?data=${dataParameter(data)}`
}
