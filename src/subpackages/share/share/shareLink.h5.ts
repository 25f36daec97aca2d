import { dataParameter, homingLink, type SharedProfile } from '@/core/profile/share'

/** The address of this app with the connection in it; nobody else can open one on `localhost`. */
export function shareLink(shared: Pick<SharedProfile, 'version' | 'data'>): string {
  const { hostname, href } = window.location
  if (/^(localhost|127\.|\[::1\])/.test(hostname)) return homingLink(shared)
  return `${href.replace(/#[^]*$/, '')}#/subpackages/share/import/index?data=${dataParameter(shared)}`
}
