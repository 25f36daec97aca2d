import type { FilesPort } from '../files/types'
import { hold, isHeld } from './holders'
import { segmentsOf } from './loadJournal'
import { journalRoot, parsePath, segmentPath } from './segments'

/** Removes a journal for good, when it has been closed. @throws AppError `storageFailed` */
export async function removeJournal(files: FilesPort, name: string): Promise<void> {
  const held = hold(files, name)
  try {
    await held.ready
    // oldest first: what is left by a kill is a journal still
    for (const file of await segmentsOf(files, name)) await files.remove(segmentPath(name, file))
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
  for (const path of await files.list(journalRoot)) {
    const parsed = parsePath(path)
    if (parsed && names.indexOf(parsed.name) < 0 && !isHeld(files, parsed.name)) orphans.add(parsed.name)
  }
  for (const name of orphans) await removeJournal(files, name)
}
