import Taro from '@tarojs/taro'
import { AppError } from '@/core/errors'
import { encodeUtf8 } from '@/core/payload/utf8'
import { refusalOf } from '../privacy'
import type { DocumentsPort, IncomingDocument, OutgoingDocument } from './types'

/**
 * WeChat: an outgoing file is written to a folder of the user's own and sent to a chat; an incoming one is chosen from a chat.
 * https://developers.weixin.qq.com/miniprogram/dev/api/share/wx.shareFileMessage.html
 * https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.chooseMessageFile.html
 */
export const documents: DocumentsPort = {
  async create(name) {
    const directory = folder()
    await clear(directory)
    await call((callbacks) =>
      Taro.getFileSystemManager().mkdir({ dirPath: directory, recursive: true, ...callbacks }),
    ).catch(ignoreExisting)
    const filePath = `${directory}/${safeName(name)}`
    await write('writeFile', filePath, '')
    return outgoing(filePath)
  },
  async pick(extensions) {
    try {
      const { tempFiles } = await Taro.chooseMessageFile({ count: 1, type: 'file', extension: [...extensions] })
      const [file] = tempFiles
      return file && incoming(file.path, file.name, file.size)
    } catch (cause) {
      if (isCancel(cause)) return undefined
      throw refusalOf(cause, 'fileFailed')
    }
  },
}

function outgoing(filePath: string): OutgoingDocument {
  let bytes = 0
  return {
    async write(text) {
      await write('appendFile', filePath, text)
      bytes += encodeUtf8(text).length
    },
    get bytes() {
      return bytes
    },
    async give() {
      try {
        await Taro.shareFileMessage({ filePath, fileName: filePath.slice(filePath.lastIndexOf('/') + 1) })
        return true
      } catch (cause) {
        if (isCancel(cause)) return false
        throw new AppError('fileFailed', { cause, isRetriable: true })
      }
    },
    // not the folder: the next file may be under way
    discard: () =>
      call((callbacks) => Taro.getFileSystemManager().unlink({ filePath, ...callbacks })).then(ignore, ignore),
  }
}

const incoming = (filePath: string, name: string, bytes: number): IncomingDocument => ({
  name,
  bytes,
  async read(offset, length) {
    const rest = Math.min(length, bytes - offset)
    if (rest <= 0) return new Uint8Array(0)
    try {
      const { data } = await call<{ data: string | ArrayBuffer }>((callbacks) =>
        Taro.getFileSystemManager().readFile({ filePath, position: offset, length: rest, ...callbacks }),
      )
      // without an encoding it is bytes
      return new Uint8Array(data as ArrayBuffer)
    } catch (cause) {
      throw new AppError('fileFailed', { cause })
    }
  },
})

/** Beside the journals' folder */
const folder = () => `${Taro.env.USER_DATA_PATH}/outgoing`

/** A name that every phone takes; what is sent is seen by others under it. */
const safeName = (name: string) => name.replace(/[\\/:*?"<>|\s]+/g, '-').slice(-80) || 'homing'

interface Callbacks<T> {
  success(result: T): void
  fail(cause: unknown): void
}

const call = <T = unknown>(start: (callbacks: Callbacks<T>) => void): Promise<T> =>
  new Promise((success, fail) => start({ success, fail }))

async function write(how: 'writeFile' | 'appendFile', filePath: string, data: string): Promise<void> {
  try {
    await call((callbacks) => Taro.getFileSystemManager()[how]({ filePath, data, encoding: 'utf8', ...callbacks }))
  } catch (cause) {
    throw new AppError(isFull(cause) ? 'storageFull' : 'storageFailed', { cause })
  }
}

async function clear(directory: string): Promise<void> {
  try {
    const { files } = await call<{ files: string[] }>((callbacks) =>
      Taro.getFileSystemManager().readdir({ dirPath: directory, ...callbacks }),
    )
    for (const name of files) {
      await call((callbacks) => Taro.getFileSystemManager().unlink({ filePath: `${directory}/${name}`, ...callbacks }))
    }
  } catch {
    // there was none, or it stays until the next time
  }
}

const textOf = (cause: unknown) => String((cause as { errMsg?: string } | undefined)?.errMsg)
const isCancel = (cause: unknown) => /cancel/i.test(textOf(cause))
/** 1300202 "the maximum size of the file storage limit is exceeded" */
const isFull = (cause: unknown) => /exceed|maximum size|storage limit|quota|no space/i.test(textOf(cause))

const ignore = () => undefined

function ignoreExisting(cause: unknown): void {
  if (!/already exists/i.test(textOf(cause))) throw new AppError('storageFailed', { cause })
}
