import { ApiFailure, asyncApi, type ApiBody, type ApiOptions } from './asyncApi'
import type { WxContext, WxFunctions } from './context'

export const userDataPath = 'http://usr'
/** what stands in a chat, and is none of the app's room */
export const chatFolder = 'http://chat/'

export const maxFileBytes = 200 * 1024 * 1024

/**
 * Files of the user's own folder, 200 MB in all.
 * https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html
 * Texts and numbers of the errors are documented; when a call takes effect is left open: up to 4 ms later here, so that
 * the app may be killed before. No function of the manager gives a promise.
 */
export function filesApi(context: WxContext): WxFunctions {
  const { clock, files, random, system } = context
  const api = (name: string, body: ApiBody) => {
    const call = asyncApi(context, name, body)
    const run = async (options: ApiOptions) => {
      if (system.withheld?.what === 'files') await system.withheld.until
      call({ complete: () => undefined, ...options })
    }
    return (options: ApiOptions = {}) => {
      clock.setTimeout(() => void run(options), random.below(5))
    }
  }
  const absent = (path: string) => new ApiFailure(`no such file or directory, open ${path}`, 1_300_002)
  const read = (path: string) => {
    const bytes = files.get(path)
    if (!bytes) throw absent(path)
    return bytes
  }
  const write = (path: string, bytes: Uint8Array) => {
    if (!files.has(folderOf(path))) throw absent(path)
    let total = bytes.length
    for (const [other, content] of files) {
      if (other !== path && !other.startsWith(chatFolder)) total += content.length
    }
    if (total > system.fileRoomBytes)
      throw new ApiFailure('the maximum size of the file storage limit is exceeded', 1_300_202)
    files.set(path, bytes)
  }
  const root = `${userDataPath}/`
  if (!files.has(root)) files.set(root, new Uint8Array(0))

  const manager = {
    // https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.appendFile.html
    appendFile: api('appendFile', ({ filePath, data }) => {
      const path = String(filePath)
      write(path, Buffer.concat([read(path), bytesOf(data)]))
    }),
    // https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.writeFile.html
    writeFile: api('writeFile', ({ filePath, data }) => write(String(filePath), bytesOf(data))),
    // https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readFile.html
    readFile: api('readFile', ({ filePath, encoding, position = 0, length }) => {
      const whole = read(String(filePath))
      const [from, count] = [Number(position), length === undefined ? whole.length : Number(length)]
      if (from + count > whole.length) throw new ApiFailure('the value of "length" is out of range', 1_300_021)
      const bytes = whole.slice(from, from + count)
      if (encoding === undefined) return { data: bytes }
      // what becomes of bytes that are no UTF-8 is not documented
      try {
        return { data: new TextDecoder('utf-8', { fatal: random.chance(), ignoreBOM: true }).decode(bytes) }
      } catch {
        throw new ApiFailure('base64 encode error', 1_300_203)
      }
    }),
    // https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.mkdir.html
    mkdir: api('mkdir', ({ dirPath, recursive }) => {
      const path = `${String(dirPath)}/`
      if (files.has(path)) throw new ApiFailure(`file already exists ${String(dirPath)}`, 1_301_005)
      if (!recursive && !files.has(folderOf(String(dirPath)))) throw absent(String(dirPath))
      for (let end = root.length; end > 0; end = path.indexOf('/', end) + 1) {
        files.set(path.slice(0, end), new Uint8Array(0))
      }
    }),
    // https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.readdir.html
    readdir: api('readdir', ({ dirPath }) => {
      const folder = `${String(dirPath)}/`
      read(folder)
      const inside = [...files.keys()].filter((path) => path !== folder && path.startsWith(folder))
      return {
        files: random.shuffle([...new Set(inside.map((path) => path.slice(folder.length).split('/')[0] ?? ''))]),
      }
    }),
    // https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.unlink.html
    unlink: api('unlink', ({ filePath }) => {
      read(String(filePath))
      files.delete(String(filePath))
    }),
  }
  // https://developers.weixin.qq.com/miniprogram/dev/api/file/wx.getFileSystemManager.html
  return { getFileSystemManager: () => manager }
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)
const bytesOf = (data: unknown) => (typeof data === 'string' ? Buffer.from(data) : new Uint8Array(data as ArrayBuffer))
