/**
 * A path as one name that every file system and URL takes: letters, digits and hyphens stay, `/` becomes `.`, anything
 * else `_` and its UTF-16 code in four digits.
 */
export const encodeName = (path: string) =>
  path.replace(/[^A-Za-z0-9-]/g, (unit) =>
    unit === '/' ? '.' : `_${`000${unit.charCodeAt(0).toString(16)}`.slice(-4)}`,
  )

/** @returns undefined when the name is none of ours */
export function decodeName(name: string): string | undefined {
  if (!/^(?:[A-Za-z0-9.-]|_[0-9a-f]{4})+$/.test(name)) return undefined
  return name.replace(/\.|_(.{4})/g, (_, code?: string) => (code ? String.fromCharCode(parseInt(code, 16)) : '/'))
}
