import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** All files below `folder`, as paths relative to it with `/`. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}

export const sizeOf = (file: string): number => statSync(file).size
