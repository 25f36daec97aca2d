import Taro from '@tarojs/taro'
import { AppError } from '@/core/errors'
import { decodeUtf8 } from '@/core/payload/utf8'
import { blocksOf, endOfBlock } from './blocks'
import { decodeName, encodeName } from './fileName'
import type { FilesPort } from './types'

/**
 * WeChat: one file per path in one folder of the user's own, 200 MB for all files of the app. Its functions give no
 * promises. https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html
 */
export const files: FilesPort = {
  async append(path, block) {
    const file = { filePath: fileOf(path), data: block + endOfBlock, encoding: 'utf8' } as const
    try {
      await call((callbacks) => Taro.getFileSystemManager().appendFile({ ...file, ...callbacks }))
    } catch (cause) {
      // it appends to what exists, only
      if (!isAbsent(cause)) throw errorOf(cause)
      await makeFolder()
      await call((callbacks) => Taro.getFileSystemManager().writeFile({ ...file, ...callbacks })).catch(rethrow)
    }
  },
  async read(path) {
    const filePath = fileOf(path)
    try {
      return blocksOf(await readText(filePath))
    } catch (cause) {
      if (isAbsent(cause)) return []
      throw errorOf(cause)
    }
  },
  async list(prefix) {
    try {
      const { files: names } = await call<{ files: string[] }>((callbacks) =>
        Taro.getFileSystemManager().readdir({ dirPath: folder(), ...callbacks }),
      )
      const paths = names.map(decodeName).filter((path): path is string => path !== undefined)
      return paths.filter((path) => path.startsWith(prefix)).sort()
    } catch (cause) {
      if (isAbsent(cause)) return []
      throw errorOf(cause)
    }
  },
  async remove(path) {
    try {
      await call((callbacks) => Taro.getFileSystemManager().unlink({ filePath: fileOf(path), ...callbacks }))
    } catch (cause) {
      if (!isAbsent(cause)) throw errorOf(cause)
    }
  },
}

const folder = () => `${Taro.env.USER_DATA_PATH}/homing`
const fileOf = (path: string) => `${folder()}/${encodeName(path)}`

interface Callbacks<T> {
  success(result: T): void
  fail(cause: unknown): void
}

const call = <T = unknown>(start: (callbacks: Callbacks<T>) => void): Promise<T> =>
  new Promise((success, fail) => start({ success, fail }))

async function makeFolder(): Promise<void> {
  try {
    const options = { dirPath: folder(), recursive: true }
    await call((callbacks) => Taro.getFileSystemManager().mkdir({ ...options, ...callbacks }))
  } catch (cause) {
    if (!/already exists/i.test(textOf(cause))) throw errorOf(cause)
  }
}

/** A kill may leave half a character at the end, which must not make the rest unreadable: bytes are read then. */
async function readText(filePath: string): Promise<string> {
  const read = (encoding?: 'utf8') =>
    call<{ data: string | ArrayBuffer }>((callbacks) =>
      Taro.getFileSystemManager().readFile(
        encoding ? { filePath, encoding, ...callbacks } : { filePath, ...callbacks },
      ),
    )
  try {
    return asText((await read('utf8')).data)
  } catch (cause) {
    if (isAbsent(cause)) throw cause
    return asText((await read()).data)
  }
}

const asText = (data: string | ArrayBuffer) => (typeof data === 'string' ? data : decodeUtf8(new Uint8Array(data)))

const textOf = (cause: unknown) => String((cause as { errMsg?: string } | undefined)?.errMsg)
/** 1300002 "no such file or directory …" */
const isAbsent = (cause: unknown) => /no such file/i.test(textOf(cause))
/** 1300202 "the maximum size of the file storage limit is exceeded" */
const isFull = (cause: unknown) => /exceed|maximum size|storage limit|quota|no space/i.test(textOf(cause))
const errorOf = (cause: unknown) => new AppError(isFull(cause) ? 'storageFull' : 'storageFailed', { cause })

function rethrow(cause: unknown): never {
  throw errorOf(cause)
}
