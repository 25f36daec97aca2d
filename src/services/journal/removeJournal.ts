import type { FilesPort } from '../files/types'
import { hold, isHeld } from './holders'
import { roots } from './segments'

/** Removes a journal and what stands beside it for good, when it has been closed. @throws AppError `storageFailed` */
export async function removeJournal(files: FilesPort, name: string): Promise<void> {
  const held = hold(files, name)
  try {
    await held.ready
    // oldest first: what is left by a kill is a journal still
    for (const root of roots) {
      for (const path of await files.list(`${root}${name}/`)) if (nameOf(root, path) === name) await files.remove(path)
    }
  } finally {
    held.release()
  }
}

/**
 * Removes the journals of profiles that are gone; for the start of the app. One that is open stays.
 * @param names of those to keep
 * @throws AppError `storageFailed`
 */
export async function removeOrphans(files: FilesPort, names: readonly string[]): Promise<void> {
  const orphans = new Set<string>()
  for (const root of roots) {
    for (const path of await files.list(root)) {
      const name = nameOf(root, path)
      if (name !== undefined && names.indexOf(name) < 0 && !isHeld(files, name)) orphans.add(name)
    }
  }
  for (const name of orphans) await removeJournal(files, name)
}

/** A name may begin another's. */
function nameOf(root: string, path: string): string | undefined {
  const match = /^(.+)\/\d{8}(?:-[0-9a-z]+)?$/.exec(path.slice(root.length))
  return match ? match[1] : undefined
}
