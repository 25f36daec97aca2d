/**
 * The part of `wx` the socket needs, as WeChat documents it:
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html
 */
export interface WxSockets {
  /** Returns the task at once; `success` means only that the call was accepted. Some versions return nothing on failure. */
  connectSocket(option: {
    url: string
    protocols?: string[]
    /** 2.4.0 */
    tcpNoDelay?: boolean
    /** ms, 2.10.0 */
    timeout?: number
    fail?: (error: WxFailure) => void
  }): WxSocketTask | undefined
}

export interface WxFailure {
  errMsg?: string
}

/** A SocketTask has no `off…`: whoever is done with it must stop listening by itself. */
export interface WxSocketTask {
  send(option: { data: ArrayBuffer; fail?: (error: WxFailure) => void }): void
  close(option: { code?: number; reason?: string; fail?: (error: WxFailure) => void }): void
  onOpen(listener: () => void): void
  onMessage(listener: (message: { data: ArrayBuffer | string }) => void): void
  onError(listener: (error: WxFailure) => void): void
  onClose(listener: (close: { code?: number; reason?: string }) => void): void
}
