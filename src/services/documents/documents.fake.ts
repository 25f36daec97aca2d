import { encodeUtf8 } from '@/core/payload/utf8'
import type { DocumentsPort } from './types'

/** A person who takes what is given, and chooses what `offered` holds. */
export interface FakeDocuments extends DocumentsPort {
  readonly given: { name: string; text: string }[]
  offered: { name: string; content: string | Uint8Array } | undefined
  /** says no to the next file given */
  isRefusing: boolean
}

export function fakeDocuments(): FakeDocuments {
  const port: FakeDocuments = {
    given: [],
    offered: undefined,
    isRefusing: false,
    create(name) {
      let text = ''
      return Promise.resolve({
        write(piece: string) {
          text += piece
          return Promise.resolve()
        },
        get bytes() {
          return encodeUtf8(text).length
        },
        give() {
          if (port.isRefusing) return Promise.resolve(false)
          port.given.push({ name, text })
          return Promise.resolve(true)
        },
        discard: () => Promise.resolve(),
      })
    },
    pick() {
      const { offered } = port
      if (!offered) return Promise.resolve(undefined)
      const bytes = typeof offered.content === 'string' ? encodeUtf8(offered.content) : offered.content
      return Promise.resolve({
        name: offered.name,
        bytes: bytes.length,
        read: (offset: number, length: number) => Promise.resolve(bytes.slice(offset, offset + length)),
      })
    },
  }
  return port
}
