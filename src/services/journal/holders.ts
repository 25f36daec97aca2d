import type { FilesPort } from '../files/types'

const holders = new WeakMap<FilesPort, Map<string, Promise<void>>>()

/** The right to touch the files of a journal: one has it at a time. */
export interface Hold {
  /** resolves when those who asked before have let go */
  readonly ready: Promise<void>
  release(): void
}

export function hold(files: FilesPort, name: string): Hold {
  const names = holders.get(files) ?? new Map<string, Promise<void>>()
  holders.set(files, names)
  const ready = names.get(name) ?? Promise.resolve()
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => {
    release = () => {
      if (names.get(name) === last) names.delete(name)
      resolve()
    }
  })
  const last = ready.then(() => held)
  names.set(name, last)
  return { ready, release }
}

export const isHeld = (files: FilesPort, name: string) => holders.get(files)?.has(name) ?? false
