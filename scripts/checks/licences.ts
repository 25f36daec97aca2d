import type { Report } from './report'

const nameOf = (folder: string): string => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)

/**
 * Every package whose code is in the app is shown with its licence, and no other.
 * @param folders of the packages that the builds have bundled
 * @param shown names
 */
export function checkLicences(folders: readonly string[], shown: readonly string[]): Report {
  const names = new Set(folders.map(nameOf))
  const missing = [...names].filter((name) => !shown.includes(name))
  const left = shown.filter((name) => !names.has(name))
  const remedy = 'npx tsx scripts/licences.ts'
  return {
    summary: `${names.size} packages bundled, ${shown.length} licences shown`,
    failures: [
      ...missing.map((name) => `${name} is bundled and its licence is not shown: ${remedy}`),
      ...left.map((name) => `${name} is shown and not bundled: ${remedy}`),
    ],
  }
}
