import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { decodeUtf8, encodeUtf8 } from '@/core/payload/utf8'
import { inTime } from '../inTime'

interface Schema extends DBSchema {
  /** one key, which no script can read: the browser lets it be used, and stores it itself */
  keys: { key: 'passwords'; value: CryptoKey }
  entries: { key: string; value: { iv: Uint8Array; data: ArrayBuffer } }
}

const NAME = 'homing-vault'
const KEY = 'passwords'
/** bytes; of AES-GCM, never used twice with one key */
const IV_LENGTH = 12
/** for a database that is opened, and for what is done with it */
const ANSWER_MS = 5_000

/** Passwords on this device, each sealed with AES-GCM and bound to its profile. Its functions throw what the browser throws. */
export const keptPasswords = {
  get: (id: string): Promise<string | undefined> =>
    withDatabase(async (database) => {
      const [key, entry] = await Promise.all([database.get('keys', KEY), database.get('entries', id)])
      if (!key || !entry) return undefined
      return decodeUtf8(new Uint8Array(await crypto.subtle.decrypt(algorithm(id, entry.iv), key, entry.data)))
    }),
  set: (id: string, password: string): Promise<void> =>
    withDatabase(async (database) => {
      const key = await keyOf(database)
      const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH))
      const data = await crypto.subtle.encrypt(algorithm(id, iv), key, bytesOf(password))
      await database.put('entries', { iv, data }, id)
    }),
  remove: (id: string): Promise<void> => withDatabase((database) => database.delete('entries', id)),
  /** The key, too: what a backup of the disk may still hold is of no use then. */
  clear: (): Promise<void> =>
    withDatabase(async (database) => {
      // at once, and before whatever is set from now on, however late the browser does it
      const transaction = database.transaction(['entries', 'keys'], 'readwrite')
      await Promise.all([
        transaction.objectStore('entries').clear(),
        transaction.objectStore('keys').clear(),
        transaction.done,
      ])
    }),
  ids: (): Promise<string[]> => withDatabase((database) => database.getAllKeys('entries')),
}

/** One entry's text is of no use under another ID. */
const algorithm = (id: string, iv: Uint8Array<ArrayBuffer> | Uint8Array) => ({
  name: 'AES-GCM',
  iv: new Uint8Array(iv),
  additionalData: bytesOf(id),
})

const bytesOf = (text: string) => new Uint8Array(encodeUtf8(text))

async function keyOf(database: IDBPDatabase<Schema>): Promise<CryptoKey> {
  const there = await database.get('keys', KEY)
  if (there instanceof CryptoKey) return there
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const { store, done } = database.transaction('keys', 'readwrite')
  // another tab may have been faster, and its entries must stay readable
  const others = await store.get(KEY)
  if (!(others instanceof CryptoKey)) await store.put(made, KEY)
  await done
  return others instanceof CryptoKey ? others : made
}

/** Opened for each: used when the app starts and when a password is typed, and never in the way of a wipe or an update. */
async function withDatabase<T>(run: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const opening = openDB<Schema>(NAME, 1, {
    upgrade(created) {
      created.createObjectStore('keys')
      created.createObjectStore('entries')
    },
  })
  try {
    // what comes too late does nothing any more
    const database = await inTime(ANSWER_MS, opening)
    return await inTime(ANSWER_MS, run(database))
  } finally {
    opening.then(
      (database) => database.close(),
      () => undefined,
    )
  }
}
