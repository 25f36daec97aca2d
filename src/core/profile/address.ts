/** What is wrong with an address; its words are the i18n key `address.<problem>`. */
export type AddressProblem =
  | 'empty'
  | 'noHost'
  /** something that is no name and no IP address: a sentence, a piece of JSON */
  | 'badHost'
  | 'badPort'
  | 'badScheme'
  /** `mqtt://`, `tcp://`, `mqtts://`, `ssl://`: MQTT over TCP, which neither platform speaks */
  | 'rawTcp'
  /** `http://`, `https://` */
  | 'http'
  /** the standard ports of MQTT over TCP: probably, not certainly */
  | 'tcpPort'

export interface AddressParts {
  scheme: string
  host: string
  /** as typed, '' when not */
  port: string
  /** with its leading slash, '' when not typed */
  path: string
}

export interface ParsedAddress {
  /** normal form `ws(s)://host[:port]/path`; absent while the address cannot be opened */
  url?: string
  parts: AddressParts
  problem?: AddressProblem
  /** at most two, best first; `why` is the i18n key `address.fix.<why>` */
  fixes: { url: string; why: 'lan' | 'encrypted' | 'path' | 'scheme' }[]
  /** user and password found in the address: they belong in the login fields */
  credentials?: { username: string; password: string }
  /** full-width characters or spaces were mended; show with an undo */
  isMended: boolean
}

const DEFAULT_PATH = '/mqtt'
const TCP_PORTS = ['1883', '8883']
/** Letters of any script may be in a name; these and the punctuation of Chinese may not. */
const notInHost = /[<>"'`{}|\\^,;!$&()*+=%~\u2010-\u203b\u3001-\u303f]/

/**
 * Reads an address as people type it: `wss://host:port/path`, `wxs://…` (WeChat's spelling), without scheme, with
 * full-width characters from a Chinese keyboard.
 */
export function parseAddress(text: string): ParsedAddress {
  const mended = mend(text)
  const isMended = mended !== text.trim()
  const match = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^/?#]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::([^/?#]*))?(\/[^#]*)?/i.exec(
    mended,
  )
  const [, scheme = '', userInfo, host = '', port = '', path = ''] = match ?? []
  const parts: AddressParts = { scheme: scheme.toLowerCase(), host: host.toLowerCase(), port, path }
  const credentials = userInfo === undefined ? undefined : splitUserInfo(userInfo)
  const parsed: ParsedAddress = { parts, fixes: [], isMended, ...(credentials && { credentials }) }
  if (mended === '') return { ...parsed, problem: 'empty' }
  if (!/^(\[[0-9a-f:.]+\]|[^\s[\]@]+)$/i.test(parts.host)) return { ...parsed, problem: 'noHost' }
  if (notInHost.test(parts.host)) return { ...parsed, problem: 'badHost' }
  if (port !== '' && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    return { ...parsed, problem: 'badPort' }
  }
  return withScheme(parsed)
}

function withScheme(parsed: ParsedAddress): ParsedAddress {
  const { scheme, host, port, path } = parsed.parts
  const url = (s: string, p: string) => `${s}://${host}${p === '' ? '' : `:${p}`}${path === '' ? DEFAULT_PATH : path}`
  const tcpFixes = (): ParsedAddress['fixes'] => {
    const plain = { url: url('ws', '8083'), why: 'lan' as const }
    const encrypted = { url: url('wss', '8084'), why: 'encrypted' as const }
    return isLocal(host) ? [plain, encrypted] : [encrypted, plain]
  }
  switch (scheme) {
    case 'ws':
    case 'wx':
    case 'wss':
    case 'wxs': {
      const plainScheme = scheme === 'ws' || scheme === 'wx' ? 'ws' : 'wss'
      // without a path the address stays as typed: mosquitto listens on /
      const typed = `${plainScheme}://${host}${port === '' ? '' : `:${port}`}${path === '' ? '/' : path}`
      if (TCP_PORTS.includes(port)) return { ...parsed, url: typed, problem: 'tcpPort', fixes: tcpFixes() }
      const fixes = path === '' ? [{ url: url(plainScheme, port), why: 'path' as const }] : []
      return { ...parsed, url: typed, fixes }
    }
    case '': {
      // in a local network a broker is asked for by its own port, and not by that of a web server before it
      const isTcp = TCP_PORTS.includes(port) || (port === '' && isLocal(host))
      return { ...parsed, problem: 'badScheme', fixes: isTcp ? tcpFixes() : bareFixes(host, port, url) }
    }
    case 'mqtt':
    case 'tcp':
    case 'mqtts':
    case 'ssl':
    case 'tls':
      return { ...parsed, problem: 'rawTcp', fixes: tcpFixes() }
    case 'http':
      return { ...parsed, problem: 'http', fixes: [{ url: url('ws', port), why: 'scheme' }] }
    case 'https':
      return { ...parsed, problem: 'http', fixes: [{ url: url('wss', port), why: 'scheme' }] }
    default:
      return { ...parsed, problem: 'badScheme', fixes: bareFixes(host, port, url) }
  }
}

function bareFixes(host: string, port: string, url: (s: string, p: string) => string): ParsedAddress['fixes'] {
  const plain = { url: url('ws', port), why: 'lan' as const }
  const encrypted = { url: url('wss', port), why: 'encrypted' as const }
  return isLocal(host) ? [plain, encrypted] : [encrypted, plain]
}

/** The address in what somebody has copied: a part of a message, or the whole. */
export function addressIn(text: string): string | undefined {
  const [found] =
    /\b(?:wss?|wxs?|mqtts?|tcp|ssl|tls|https?):\/\/[^\s<>"'\u2010-\u203b\u3001-\u303f\uff08-\uff1f]+/i.exec(text) ?? []
  if (found !== undefined) return found.replace(/[.,;!?)]+$/, '')
  const whole = text.trim()
  // a word alone may be anything
  if (/\s/.test(whole) || !/[.:\u3002\uff1a]|^localhost$/i.test(whole)) return undefined
  const { url, fixes } = parseAddress(whole)
  return url === undefined && fixes.length === 0 ? undefined : whole
}

/** Hosts that a phone reaches without the internet: private IPv4 ranges (RFC 1918), loopback, mDNS names. */
export function isLocal(host: string): boolean {
  const isName = /^localhost$|\.local$/i.test(host)
  // 10.example.com is a name of the internet
  const isIPv4 = /^((127|10)(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2})$/.test(host)
  return isName || isIPv4 || /^\[?(::1(\]|$)|f[cd][0-9a-f]{2}:|fe80:)/i.test(host)
}

/** The address without `user:password@`, as the person typed the rest. */
export function withoutCredentials(address: string): string {
  return address.replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*[@＠]/i, '$1')
}

function splitUserInfo(userInfo: string): { username: string; password: string } {
  const colon = userInfo.indexOf(':')
  const decode = (part: string) => {
    try {
      return decodeURIComponent(part)
    } catch {
      return part
    }
  }
  if (colon < 0) return { username: decode(userInfo), password: '' }
  return { username: decode(userInfo.slice(0, colon)), password: decode(userInfo.slice(colon + 1)) }
}

/** Full-width forms (U+FF01…U+FF5E) and the ideographic full stop to ASCII; white space out. */
function mend(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\u3002/g, '.')
    .replace(/[\s\u3000\u200b\ufeff]/g, '')
}
