/** What WeChat says when a socket cannot be opened, by what Node's WebSocket reports. The texts are as users report them. */
export function describeFailure(error: Error & { code?: string }): string {
  const status = /Unexpected server response: (\d+)/.exec(error.message)?.[1]
  if (status) return `Error during WebSocket handshake: Unexpected response code: ${status}`
  if (/subprotocol/.test(error.message)) {
    return "Error during WebSocket handshake: Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received"
  }
  if (/handshake has timed out/.test(error.message)) return 'connectSocket:fail timeout'
  if (/socket hang up/.test(error.message) || error.code === 'ECONNRESET' || error.code?.startsWith('HPE_')) {
    return 'Connection closed before receiving a handshake response'
  }
  const network = networkErrors[error.code ?? ''] ?? 'ERR_FAILED'
  return `Error in connection establishment: net::${network}`
}

const networkErrors: Record<string, string> = {
  ECONNREFUSED: 'ERR_CONNECTION_REFUSED',
  ENOTFOUND: 'ERR_NAME_NOT_RESOLVED',
  EAI_AGAIN: 'ERR_NAME_NOT_RESOLVED',
  EHOSTUNREACH: 'ERR_ADDRESS_UNREACHABLE',
  ENETUNREACH: 'ERR_ADDRESS_UNREACHABLE',
  ETIMEDOUT: 'ERR_CONNECTION_TIMED_OUT',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ERR_CERT_AUTHORITY_INVALID',
  EPROTO: 'ERR_SSL_PROTOCOL_ERROR',
}

/**
 * Why WeChat opens no socket to this address, or nothing if it does.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 */
export function findAddressFault(
  url: string,
  socketDomains: readonly string[] | undefined,
  isLanExempt: boolean,
): string | undefined {
  const [, scheme, host = ''] = /^(wss?):\/\/([^/:?#]+|\[[^\]]+\])(?::\d+)?(?:[/?#]|$)/i.exec(url) ?? []
  if (!scheme) return `invalid url "${url}"`
  if (!socketDomains || (isLanExempt && isLocalAddress(host))) return undefined
  // listed without a port: every port of the domain is allowed then
  const listed = socketDomains.some((domain) => domain === `wss://${host}`)
  return listed && scheme.toLowerCase() === 'wss' ? undefined : 'url not in domain list'
}

const isLocalAddress = (host: string) =>
  /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\])/.test(host)
