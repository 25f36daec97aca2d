import { connackReason, disconnectReason, reason, type Reason } from '@/core/session/reasons'
import type { LinkClose } from '../mqtt/types'
import type { SocketClose } from '../socket/types'

/** The reason that a link's end stands for. */
export function closeReason(close: LinkClose): Reason {
  switch (close.kind) {
    case 'refused':
      return connackReason(close.protocolVersion, close.reasonCode, close.reasonString)
    case 'disconnected':
      return disconnectReason(close.reasonCode, close.reasonString)
    case 'protocolError':
    case 'packetTooLarge':
    case 'storageSlow':
      return reason(close.kind, { detail: close.detail })
    case 'socket':
      return socketReason(close.close, close.opened)
  }
}

function socketReason({ cause, code, detail }: SocketClose, wasOpen: boolean): Reason {
  const words = detail ?? (code === undefined ? undefined : `close ${code}`)
  switch (cause) {
    case 'failed':
    case 'closed':
      return reason(wasOpen ? 'closedByPeer' : 'connectFailed', { detail: words })
    case 'timeout':
      return reason('connectTimeout', { detail: words })
    case 'textFrame':
      return reason('protocolError', { detail: words ?? 'text frame [MQTT-6.0.0-1]' })
    case 'interrupted':
    case 'domainNotListed':
    case 'tooManySockets':
    case 'invalidAddress':
    case 'insecureBlocked':
    case 'notWebSocket':
    case 'refused':
      return reason(cause, { detail: words })
  }
}
