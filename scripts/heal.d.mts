export interface HealOptions {
  /** Folder with package.json and package-lock.json; the project's own by default */
  root?: string
  print?: (text: string) => void
  signal?: AbortSignal
}

/** Why node_modules must be installed again, in words; undefined when it is what package-lock.json says. */
export function findDamage(root?: string): string | undefined

/** Makes node_modules what package-lock.json says, with `npm ci --ignore-scripts` when it is not. */
export function heal(options?: HealOptions): Promise<{ healed: boolean }>
