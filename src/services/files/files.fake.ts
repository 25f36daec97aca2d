import { AppError } from '@/core/errors'
import { decodeUtf8, encodeUtf8 } from '@/core/payload/utf8'
import { blocksOf, endOfBlock } from './blocks'
import type { FilesPort } from './types'

/** One call of the port, as the `fate` of {@link FakeFiles} is asked about it. */
export interface FileOperation {
  name: keyof FilesPort
  path: string
  /** of this port, from 0 */
  index: number
}

/** What becomes of a call. A killed app gets no answer any more, to this call and to all that follow. */
export type FileFate =
  | 'done'
  | 'failed'
  /** done, and reported as failed */
  | 'doneAndFailed'
  | 'killedBefore'
  | 'killedAfter'
  /** so many bytes of the block were written, or all but one; then the app was killed */
  | { tornAt: number }
  /** an append that failed half-way */
  | { failedAt: number }

export interface FakeFiles extends FilesPort {
  /** raw content by path; it outlives "the app": a new port over the same map is its next start */
  readonly records: Map<string, string>
  isFull: boolean
  /** nothing is done or answered any more */
  isKilled: boolean
  /** calls so far */
  readonly count: number
  fate: (operation: FileOperation) => FileFate
  /** Cuts the content of a file after so many bytes. */
  tear(path: string, bytes: number): void
}

/** so that something may be recorded while a call is under way, whatever becomes of it */
const microtasksToEffect = 6

/** Files in memory. A call takes effect and is answered in microtasks, so that nothing here needs time. */
export function fakeFiles(records = new Map<string, string>()): FakeFiles {
  let count = 0
  const never = <T>() => new Promise<T>(() => undefined)

  async function call<T>(name: keyof FilesPort, path: string, effect: (bytes?: number) => T): Promise<T> {
    const fate = port.fate({ name, path, index: count++ })
    for (let i = 0; i < microtasksToEffect; i += 1) await Promise.resolve()
    if (port.isKilled) return never()
    if (fate === 'failed') throw new AppError('storageFailed')
    if (fate === 'killedBefore') port.isKilled = true
    else if (typeof fate === 'object') effect('tornAt' in fate ? fate.tornAt : fate.failedAt)
    if (typeof fate === 'object' && 'failedAt' in fate) throw new AppError('storageFailed')
    if (fate === 'killedAfter') effect()
    if (fate !== 'done' && fate !== 'doneAndFailed') {
      port.isKilled = true
      return never()
    }
    const result = effect()
    await Promise.resolve()
    // killed by another call meanwhile
    if (port.isKilled) return never()
    if (fate === 'doneAndFailed') throw new AppError('storageFailed')
    return result
  }

  const port: FakeFiles = {
    records,
    isFull: false,
    isKilled: false,
    get count() {
      return count
    },
    fate: () => 'done',
    append: (path, block) =>
      call('append', path, (bytes) => {
        if (port.isFull) throw new AppError('storageFull')
        const text = block + endOfBlock
        records.set(path, (records.get(path) ?? '') + (bytes === undefined ? text : cut(text, bytes)))
      }),
    read: (path) => call('read', path, () => blocksOf(records.get(path) ?? '')),
    list: (prefix) => call('list', prefix, () => [...records.keys()].filter((path) => path.startsWith(prefix)).sort()),
    remove: (path) => call('remove', path, () => void records.delete(path)),
    tear: (path, bytes) => void records.set(path, cut((records.get(path) ?? '') + endOfBlock, bytes)),
  }
  return port
}

/** At most all but the last byte; half a character becomes U+FFFD, as when WeChat reads it. */
function cut(text: string, length: number): string {
  const bytes = encodeUtf8(text)
  return decodeUtf8(bytes.subarray(0, Math.min(length, bytes.length - 1)))
}
