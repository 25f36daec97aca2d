import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundledFile } from '../config/bundledPackages'

/* Writes the licences of what is bundled for the app to show: after both builds, `npx tsx scripts/licences.ts`. */

const ROOT = path.resolve(__dirname, '..')
const FILE = path.join(ROOT, 'src/subpackages/about/licences/licences.data.ts')

interface Manifest {
  name: string
  license?: string | { type: string }
  author?: string | { name: string }
}

interface Licence {
  name: string
  spdx: string
  copyright: string
  text: string
}

const read = (file: string): string => readFileSync(file, 'utf8').replace(/\r\n?/g, '\n')

/** Of the whole line: `Copyright (c) 2013 …`, but not `copyright notice and this permission notice`. */
const copyrightLine = /^\W*(?:copyright\b(?! (?:notice|holder|owner|and|license|law))|\(c\)|©).*$/i
const title = /^\W*(?:the )?(?:mit|isc|bsd[\w -]*)(?: license)?(?: \(mit\))?\W*$/i

function licenceOf(folder: string): Licence {
  const manifest = JSON.parse(read(path.join(folder, 'package.json'))) as Manifest
  const { name, license = '', author = '' } = manifest
  const spdx = typeof license === 'string' ? license : license.type
  const found = readdirSync(folder).find((file) => /^(licen[cs]e|copying)(\.\w+|-\w+)*$/i.test(file))
  if (found === undefined) {
    // the package names its licence and ships no text: that of another one under the same licence is taken
    const holder = typeof author === 'string' ? author.replace(/ *[<(].*/, '') : author.name
    return { name, spdx, copyright: holder === '' ? '' : `Copyright (c) ${holder}`, text: '' }
  }
  const lines = read(path.join(folder, found)).split('\n')
  const isApache = /apache license/i.test(lines.slice(0, 5).join(' '))
  const isNotice = (line: string) => !isApache && copyrightLine.test(line)
  const copyright = lines.filter(isNotice).map((line) => line.trim())
  const rest = lines.filter((line) => !isNotice(line) && !title.test(line)).join('\n')
  const paragraphs = rest.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
  return { name, spdx, copyright: copyright.join('\n'), text: paragraphs.filter(Boolean).join('\n') }
}

function bundled(): string[] {
  const folders = ['weapp', 'h5'].map((platform) => {
    const file = bundledFile(platform)
    if (!existsSync(file)) throw new Error(`build for ${platform} first: npm run build:${platform}`)
    return JSON.parse(read(file)) as string[]
  })
  return [...new Set(folders.flat())]
}

function main(): void {
  const byName = new Map<string, Licence>()
  for (const folder of bundled()) {
    // a copy that another package has brought in its own build has no manifest
    const own = existsSync(path.join(ROOT, folder, 'package.json'))
    const licence = licenceOf(path.join(ROOT, own ? folder : folder.slice(folder.lastIndexOf('node_modules/'))))
    byName.set(licence.name, licence)
  }
  const all = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const texts: string[] = []
  const rows = all.map(({ name, spdx, copyright, text }) => {
    const whole = text === '' ? (all.find((other) => other.spdx === spdx && other.text !== '')?.text ?? '') : text
    if (whole === '') throw new Error(`${name}: no text for ${spdx}`)
    if (!texts.includes(whole)) texts.push(whole)
    return { name, spdx, copyright, text: texts.indexOf(whole) }
  })
  writeFileSync(
    FILE,
    [
      '/* Made by scripts/licences.ts out of what the builds have bundled. */',
      '',
      '/** @property text index in {@link licenceTexts} */',
      'export const licences: readonly { name: string; spdx: string; copyright: string; text: number }[] = ' +
        JSON.stringify(rows, null, 2),
      '',
      '/** A paragraph a line */',
      `export const licenceTexts: readonly string[] = ${JSON.stringify(texts, null, 2)}`,
      '',
    ].join('\n'),
  )
  console.log(`${rows.length} packages, ${texts.length} texts`)
}

main()
