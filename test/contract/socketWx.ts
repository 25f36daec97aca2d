import { WebSocket } from 'ws'
import type { WxSockets } from '../../src/services/socket/wxSocket'

/** A `wx.connectSocket` as WeChat documents it, over Node's WebSocket. */
export function wxOverWs(): WxSockets {
  return {
    connectSocket({ url, protocols, fail }) {
      let socket: WebSocket
      try {
        socket = new WebSocket(url, protocols)
      } catch {
        fail?.({ errMsg: `connectSocket:fail invalid url "${url}"` })
        return undefined
      }
      socket.binaryType = 'arraybuffer'
      return {
        send(option) {
          socket.send(
            option.data,
            (error) => error && option.fail?.({ errMsg: `sendSocketMessage:fail ${error.message}` }),
          )
        },
        close(option) {
          if (socket.readyState === WebSocket.OPEN) socket.close(option.code)
          else option.fail?.({ errMsg: 'closeSocket:fail WebSocket is not connected' })
        },
        onOpen: (listener) => socket.on('open', listener),
        onMessage: (listener) =>
          socket.on('message', (data: ArrayBuffer | Buffer, isBinary) =>
            listener({ data: isBinary ? (data as ArrayBuffer) : Buffer.from(data as ArrayBuffer).toString() }),
          ),
        onError: (listener) => socket.on('error', (error) => listener({ errMsg: error.message })),
        onClose: (listener) => socket.on('close', (code, reason) => listener({ code, reason: reason.toString() })),
      }
    },
  }
}
