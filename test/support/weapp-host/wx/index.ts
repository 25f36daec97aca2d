import type { PageStack } from '../pages'
import type { Shell } from '../shell'
import type { Renderer } from '../view/renderer'
import type { WxContext, WxFunctions } from './context'
import { asyncApi } from './asyncApi'
import { deviceApi } from './device'
import { documentsApi } from './documents'
import { filesApi, userDataPath } from './files'
import { interactionApi } from './interaction'
import { navigationApi } from './navigation'
import type { PrivacyGuide } from './privacy'
import type { SocketCentre } from './socket'
import { storageApi } from './storage'
import { systemApi } from './system'

export interface WxParts {
  context: WxContext
  pages: () => PageStack
  renderer: Renderer
  shell: Shell
  sockets: SocketCentre
  privacy: PrivacyGuide
  /** told the name of every function that the app calls */
  onCall(name: string): void
  /** the app wants to begin anew at a page */
  onRestart(path: string): void
}

/**
 * The `wx` object. Taro enumerates its own properties once, at start: what is absent then is missing from `Taro` for
 * good, so everything is a plain own property; and the object stays writable, because chunks share `wx.webpackJsonp`.
 */
export function createWx({
  context,
  pages,
  renderer,
  shell,
  sockets,
  privacy,
  onCall,
  onRestart,
}: WxParts): Record<string, unknown> {
  const functions: WxFunctions = {
    ...systemApi(context),
    ...storageApi(context),
    ...filesApi(context),
    ...documentsApi(context, shell, privacy),
    ...deviceApi(context, privacy),
    ...interactionApi(context, shell),
    ...navigationApi(context, pages, renderer, shell),
    ...sockets.functions(),
    // https://developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.restartMiniProgram.html
    restartMiniProgram: asyncApi(context, 'restartMiniProgram', ({ path }) => onRestart(String(path))),
    // https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.canIUse.html
    canIUse: (schema: string) => (schema.split('.')[0] ?? '') in functions,
  }
  const counted: Record<string, unknown> = {}
  for (const [name, call] of Object.entries(functions)) {
    counted[name] = (...values: never[]) => {
      onCall(name)
      return call(...values)
    }
  }
  // https://developers.weixin.qq.com/miniprogram/dev/api/base/env/env.html
  return { ...counted, env: { USER_DATA_PATH: userDataPath } }
}
