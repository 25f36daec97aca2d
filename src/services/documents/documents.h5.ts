import { AppError } from '@/core/errors'
import type { DocumentsPort, IncomingDocument, OutgoingDocument } from './types'

/** H5: an outgoing file is saved, an incoming one chosen by the browser's own dialogs; neither needs a secure context. */
export const documents: DocumentsPort = {
  create: (name, mimeType) => Promise.resolve(outgoing(name, mimeType)),
  pick: (extensions) =>
    new Promise((resolve) => {
      const input = document.createElement('input')
      input.type = 'file'
      input.accept = extensions.map((extension) => `.${extension}`).join()
      // iOS forgets one that stands nowhere
      input.style.display = 'none'
      const end = (file: File | undefined) => {
        input.remove()
        resolve(file && incoming(file))
      }
      input.addEventListener('change', () => end(input.files?.[0]))
      input.addEventListener('cancel', () => end(undefined))
      document.body.append(input)
      input.click()
    }),
}

/** Pieces join to a blob now and then, which browsers may keep on the disk. */
const PIECE_LENGTH = 1_048_576

function outgoing(name: string, mimeType: string): OutgoingDocument {
  let whole = new Blob([], { type: mimeType })
  let pieces: string[] = []
  let length = 0
  const join = () => {
    whole = new Blob([whole, ...pieces], { type: mimeType })
    pieces = []
    length = 0
  }
  return {
    write(text) {
      pieces.push(text)
      length += text.length
      if (length >= PIECE_LENGTH) join()
      return Promise.resolve()
    },
    get bytes() {
      join()
      return whole.size
    },
    give() {
      join()
      const url = URL.createObjectURL(whole)
      const link = document.createElement('a')
      link.href = url
      link.download = name
      link.style.display = 'none'
      document.body.append(link)
      link.click()
      link.remove()
      // a slow phone may still be reading it
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
      return Promise.resolve(true)
    },
    discard() {
      pieces = []
      whole = new Blob([])
      return Promise.resolve()
    },
  }
}

const incoming = (file: File): IncomingDocument => ({
  name: file.name,
  bytes: file.size,
  read: (offset, length) =>
    new Promise((resolve, reject) => {
      // Blob.arrayBuffer is younger than iOS 11
      const reader = new FileReader()
      reader.onload = () => resolve(new Uint8Array(reader.result as ArrayBuffer))
      reader.onerror = () => reject(new AppError('fileFailed', { cause: reader.error }))
      reader.readAsArrayBuffer(file.slice(offset, offset + length))
    }),
})
