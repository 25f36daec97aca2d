import type { Shell } from '../shell'
import { ApiFailure, asyncApi, type ApiBody, type ApiOptions } from './asyncApi'
import type { WxContext, WxFunctions } from './context'

/** Toasts and dialogs. https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showToast.html */
export function interactionApi(context: WxContext, shell: Shell): WxFunctions {
  const api = (name: string, body: ApiBody) => asyncApi(context, name, body)
  const hide = () => shell.hideToast()
  const word = (options: ApiOptions, name: string, fallback = '') => {
    const value = options[name]
    return typeof value === 'string' ? value : fallback
  }
  return {
    showToast: api('showToast', (options) => {
      const hideThis = shell.showToast(word(options, 'title', ''))
      context.clock.setTimeout(hideThis, Number(options.duration ?? 1500))
    }),
    // a toast and a loading sign share one place
    showLoading: api('showLoading', (options) => void shell.showToast(word(options, 'title', ''))),
    hideToast: api('hideToast', hide),
    hideLoading: api('hideLoading', hide),
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showModal.html
    showModal: api('showModal', async (options) => {
      const confirmText = word(options, 'confirmText', '确定')
      const cancelText = word(options, 'cancelText', '取消')
      const buttons = options.showCancel === false ? [confirmText] : [confirmText, cancelText]
      const title = word(options, 'title', '')
      const pressed = await shell.ask({ kind: 'modal', title, content: word(options, 'content', ''), buttons })
      return { confirm: pressed === 0, cancel: pressed !== 0, content: null }
    }),
    // https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showActionSheet.html
    showActionSheet: api('showActionSheet', async (options) => {
      const items = (options.itemList as unknown[]).map(String)
      if (items.length > 6) throw new ApiFailure('parameter error: itemList should not be larger than 6')
      const title = word(options, 'alertText', '')
      const pressed = await shell.ask({ kind: 'actionSheet', title, content: '', buttons: [...items, '取消'] })
      if (pressed >= items.length) throw new ApiFailure('cancel')
      return { tapIndex: pressed }
    }),
  }
}
