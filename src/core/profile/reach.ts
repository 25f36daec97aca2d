import { isLocal, type ParsedAddress } from './address'

/**
 * From where an address can be opened at all, as far as the address tells; the words are the i18n keys
 * `reach.weapp.<weapp>` and `reach.h5.<h5>`. Whether a server answers is not told, and neither is what stands on the
 * domain list of the mini-program: no app can read it.
 */
export interface Reach {
  weapp:
    | 'lan'
    /** a released mini-program opens it when its publisher has listed the domain */
    | 'listed'
    /** no list can have it: development tools, or a phone with debugging switched on */
    | 'debug'
    /** the phone itself, where no server is */
    | 'loopback'
  h5:
    | 'certificate'
    /** nobody issues a certificate for it that devices trust by themselves */
    | 'ownCertificate'
    /** not encrypted: a page that came over https must not open it */
    | 'http'
    | 'loopback'
}

/** @param url in the normal form of `parseAddress` */
export function reachOf(url: string): Reach {
  const [, scheme = '', host = ''] = /^(wss?):\/\/(\[[^\]]*\]|[^:/?#]*)/.exec(url) ?? []
  if (isLoopback(host)) return { weapp: 'loopback', h5: 'loopback' }
  const isName = isPublicName(host)
  if (scheme === 'ws') return { weapp: isLanAddress(url) ? 'lan' : 'debug', h5: 'http' }
  return {
    weapp: isName ? 'listed' : 'debug',
    h5: isLocal(host) || isSingleLabel(host) ? 'ownCertificate' : 'certificate',
  }
}

/** The address to tell the reach of: what is typed, or what it becomes by the best fix while it cannot work. */
export function reachable({ url, problem, fixes }: ParsedAddress): { url: string; isFix: boolean } | undefined {
  const better = problem && fixes[0]?.url
  if (better) return { url: better, isFix: true }
  return url === undefined ? undefined : { url, isFix: false }
}

/** Whether WeChat opens this without looking at its list: a plain WebSocket to an IP of the local network. */
export function isLanAddress(url: string): boolean {
  const host = /^ws:\/\/(\d+\.\d+\.\d+\.\d+)[:/]/.exec(url)?.[1]
  return host !== undefined && isLocal(host) && !isLoopback(host)
}

const isLoopback = (host: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host)
const isSingleLabel = (host: string) => !/[.:]/.test(host)

/** What a publisher can list: a domain, and neither an IP address nor a name of the local network. */
function isPublicName(host: string): boolean {
  return !isSingleLabel(host) && !/^[\d.]+$|^\[/.test(host) && !isLocal(host)
}
