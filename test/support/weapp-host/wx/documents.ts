import type { Shell } from '../shell'
import { ApiFailure, asyncApi } from './asyncApi'
import type { WxContext, WxFunctions } from './context'
import { chatFolder } from './files'
import type { PrivacyGuide } from './privacy'

/** Files sent to a chat and chosen from one: there is one chat, which is a folder. */
export function documentsApi(context: WxContext, shell: Shell, privacy: PrivacyGuide): WxFunctions {
  const { clock, files } = context
  return {
    // https://developers.weixin.qq.com/miniprogram/dev/api/share/wx.shareFileMessage.html
    shareFileMessage: asyncApi(context, 'shareFileMessage', async ({ filePath, fileName }) => {
      const path = String(filePath)
      const bytes = files.get(path)
      if (!bytes) throw new ApiFailure(`file not found ${path}`)
      const name = typeof fileName === 'string' ? fileName : path.slice(path.lastIndexOf('/') + 1)
      if ((await shell.ask({ kind: 'modal', title: name, content: '', buttons: ['发送', '取消'] })) !== 0) {
        throw new ApiFailure('cancel')
      }
      files.set(chatFolder + name, bytes)
    }),
    // https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.chooseMessageFile.html
    chooseMessageFile: asyncApi(context, 'chooseMessageFile', async ({ extension }) => {
      await privacy.ask('chooseMessageFile')
      const wanted = Array.isArray(extension) ? extension.map(String) : undefined
      const names = [...files.keys()]
        .filter((path) => path.startsWith(chatFolder))
        .map((path) => path.slice(chatFolder.length))
        .filter((name) => wanted?.includes(name.slice(name.lastIndexOf('.') + 1)) ?? true)
      const pressed = await shell.ask({ kind: 'actionSheet', title: '', content: '', buttons: [...names, '取消'] })
      const name = names[pressed]
      if (name === undefined) throw new ApiFailure('cancel')
      const path = chatFolder + name
      const time = Math.floor(clock.now() / 1000)
      return { tempFiles: [{ path, name, size: files.get(path)?.length ?? 0, type: 'file', time }] }
    }),
  }
}
