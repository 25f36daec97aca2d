import type { SocketCloseCause } from './types'

/**
 * WeChat's own words for why a socket failed, and what they mean. The documentation of `wx.connectSocket` lists only some;
 * the others come from developers' reports. First match wins.
 */
export const WECHAT_CLOSE_TEXTS: readonly (readonly [pattern: RegExp, cause: SocketCloseCause])[] = [
  [/not in domain list|域名/i, 'domainNotListed'],
  [/exceed max concurrent|max(imum)? (concurrent|connection)/i, 'tooManySockets'],
  [/interrupted/i, 'interrupted'],
  [/time(d)?[ -]?out|ETIMEDOUT/i, 'timeout'],
  [
    /before receiving a handshake response|invalid (http )?status|unexpected (server )?response|sec-websocket/i,
    'notWebSocket',
  ],
  [/ECONNREFUSED|connection[ _]refused|errcode:?\s*-102\b/i, 'refused'],
  [/invalid url|url (is )?invalid|invalid uri|wrong protocol/i, 'invalidAddress'],
]

/**
 * Reads a fail text or a close reason of WeChat.
 * @param text `errMsg` or `reason`
 * @param hadOpened whether the socket had been open: what cannot be told apart is `closed` then, `failed` otherwise
 */
export function closeCauseOf(text: string | undefined, hadOpened: boolean): SocketCloseCause {
  const known = text === undefined ? undefined : WECHAT_CLOSE_TEXTS.find(([pattern]) => pattern.test(text))
  return known?.[1] ?? (hadOpened ? 'closed' : 'failed')
}
