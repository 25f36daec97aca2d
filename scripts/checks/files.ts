import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** All files below `folder`, as paths relative to it with `/`. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .map((file) => file.split(path.sep).join('/'))
    .sort()
}

export const sizeOf = (file: string): number => statSync(file).size
