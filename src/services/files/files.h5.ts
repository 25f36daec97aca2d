import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { databaseError, nameOf } from '../databaseError'
import { inTime } from '../inTime'
import type { FilesPort } from './types'

interface Schema extends DBSchema {
  /** a record is a block; its key is the path and the block's number in it */
  blocks: { key: [path: string, index: number]; value: string }
}

type Database = IDBPDatabase<Schema>

/**
 * H5: IndexedDB, which needs no secure context. A block is a transaction and counts when that is complete: a killed
 * page or browser loses nothing then; a power cut may, as with WeChat's files.
 */
export const files: FilesPort = {
  append: (path, block) =>
    withDatabase(async (database) => {
      const transaction = database.transaction('blocks', 'readwrite')
      // what fails is told by the request, too
      transaction.done.catch(() => undefined)
      // asked every time: another tab may have appended since. Transactions that write wait for each other.
      const last = await transaction.store.openKeyCursor(blocksOf(path), 'prev')
      const index = last ? last.key[1] + 1 : 0
      // add, not put: nothing is ever overwritten
      await Promise.all([transaction.store.add(block, [path, index]), transaction.done])
    }),
  read: (path) => withDatabase((database) => database.getAll('blocks', blocksOf(path))),
  list: (prefix) =>
    withDatabase(async (database) => {
      const paths: string[] = []
      const { store, done } = database.transaction('blocks')
      done.catch(() => undefined)
      let cursor = await store.openKeyCursor(IDBKeyRange.bound([prefix], [`${prefix}\uffff`]))
      while (cursor) {
        const [path] = cursor.key
        paths.push(path)
        // the first block of the next path
        cursor = await cursor.continue([path, Infinity])
      }
      return paths
    }),
  remove: (path) => withDatabase((database) => database.delete('blocks', blocksOf(path))),
}

const blocksOf = (path: string) => IDBKeyRange.bound([path, 0], [path, Infinity])

/** A browser whose database does not answer fails in words */
const OPEN_MS = 10_000

let opened: Promise<Database> | undefined

function open(): Promise<Database> {
  const database = openDB<Schema>('homing', 1, {
    upgrade: (database) => void database.createObjectStore('blocks'),
    // a later version of the app, in another tab, wants to change the database
    blocking: (_current, _wanted, event) => {
      forget(opening)
      ;(event.target as IDBDatabase).close()
    },
    terminated: () => forget(opening),
  })
  const opening = inTime(OPEN_MS, database)
  opened = opening
  // so that the next call tries again
  opening.catch(() => forget(opening))
  return opening
}

function forget(gone: Promise<Database>): void {
  if (opened === gone) opened = undefined
}

async function withDatabase<T>(run: (database: Database) => Promise<T>): Promise<T> {
  try {
    const opening = opened ?? open()
    try {
      return await run(await opening)
    } catch (cause) {
      // iOS closes connections of a page in the background without a word; no transaction has begun then
      if (nameOf(cause) !== 'InvalidStateError') throw cause
      forget(opening)
      return await run(await (opened ?? open()))
    }
  } catch (cause) {
    throw databaseError(cause)
  }
}
